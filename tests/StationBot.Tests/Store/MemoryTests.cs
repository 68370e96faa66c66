using System.Globalization;
using StationBot.Store.Conversations;

namespace StationBot.Tests.Store;

public sealed class MemoryTests
{
    [Fact]
    public void What_was_not_used_for_longest_is_forgotten_first()
    {
        var map = new Lru<string, string>(2);
        map.Set("a", "1");
        map.Set("b", "2");
        map.Find("a");
        map.Set("c", "3");

        Assert.Equal(("1", null, "3"), (map.Find("a"), map.Find("b"), map.Find("c")));
    }

    [Fact]
    public void What_was_saved_is_not_replaced_by_what_was_read_before()
    {
        var map = new Lru<string, string>(2);
        map.Set("a", "saved");

        Assert.Equal("saved", map.Keep("a", "read"));
        map.Forget("a");
        Assert.Equal("read", map.Keep("a", "read"));
    }

    [Fact]
    public void A_new_message_is_known_to_be_new_until_a_conversation_grows_too_long()
    {
        var (keys, conversation) = (new HandledKeys(10), Guid.NewGuid());
        Assert.Null(keys.Contains(conversation, "m0"));
        keys.Learn(conversation, ["m0"]);
        Assert.True(keys.Contains(conversation, "m0"));
        Assert.False(keys.Contains(conversation, "new"));

        for (var i = 1; i < HandledKeys.Most + 10; i++)
        {
            keys.Add(conversation, "m" + i.ToString(CultureInfo.InvariantCulture));
        }

        Assert.True(keys.Contains(conversation, "new"));
    }
}
