using StationBot.Channels.Tencent;

namespace StationBot.Tests.Channels.Tencent;

public sealed class DedupeKeyTests
{
    [Fact]
    public void A_message_is_known_by_account_and_id() =>
        Assert.Equal("gh_1/23456789012345678", DedupeKey.Of(Fields("text", ("MsgId", "23456789012345678"))));

    [Fact]
    public void An_id_stays_text() =>
        Assert.NotEqual(DedupeKey.Of(Fields("text", ("MsgId", "007"))), DedupeKey.Of(Fields("text", ("MsgId", "7"))));

    [Fact]
    public void A_retry_has_the_same_key_whatever_else_it_carries() =>
        Assert.Equal(Event(("Event", "CLICK"), ("EventKey", "A")), Event(("Event", "CLICK"), ("EventKey", "A"), ("Ticket", "T")));

    [Fact]
    public void Two_events_within_a_second_stay_apart()
    {
        string[] keys =
        [
            Event(("Event", "SCAN"), ("EventKey", "A")), Event(("Event", "CLICK"), ("EventKey", "A")), Event(("Event", "CLICK"), ("EventKey", "B")),
            Event(("Event", "TEMPLATESENDJOBFINISH"), ("MsgID", "1")), Event(("Event", "TEMPLATESENDJOBFINISH"), ("MsgID", "2")),
            Event(("Event", "enter_agent"), ("AgentID", "1")), Event(("Event", "enter_agent"), ("AgentID", "2")),
            Event(("Event", "A"), ("EventKey", "BC")), Event(("Event", "AB"), ("EventKey", "C")),
        ];

        Assert.Equal(keys.Length, keys.Distinct().Count());
    }

    [Fact]
    public void An_empty_key_and_none_are_one() => Assert.Equal(Event(("Event", "subscribe")), Event(("Event", "subscribe"), ("EventKey", "")));

    [Fact]
    public void An_event_key_is_short_and_does_not_name_the_resident()
    {
        var key = Event(("Event", "VIEW"), ("EventKey", "https://example.org/" + new string('x', 60_000)));

        Assert.Equal("event/".Length + 64, key.Length);
        Assert.DoesNotContain("oAbC", key, StringComparison.Ordinal);
    }

    [Theory, InlineData("1/2"), InlineData("很"), InlineData(" ")]
    public void An_odd_id_cannot_pass_for_another(string id) =>
        Assert.StartsWith("message/", DedupeKey.Of(Fields("text", ("MsgId", id))), StringComparison.Ordinal);

    private static string Event(params (string Name, string Text)[] more) => DedupeKey.Of(Fields("event", more));

    private static InboundFields Fields(string type, params (string Name, string Text)[] more)
    {
        var fields = new InboundFields();
        foreach (var (name, text) in (IEnumerable<(string, string)>)[("ToUserName", "gh_1"), ("FromUserName", "oAbC"), ("CreateTime", "1735689600"), ("MsgType", type), .. more])
        {
            fields.Add(name, text);
        }
        return fields;
    }
}
