using System.Text.Json;
using System.Text.Json.Nodes;
using StationBot.Channels.Tencent;

namespace StationBot.Channels.WeChat;

/// <summary>The account's menu as the platform takes it. wechat.md §16.</summary>
internal static class WeChatMenu
{
    /// <summary>The key that a tap comes back with.</summary>
    public static string? KeyOf(MenuButtonOptions button) => button.Says is { Length: > 0 } words ? MenuKey.Of(words) : null;

    public static JsonObject Of(WeChatAccountOptions account) => new() { ["button"] = new JsonArray([.. account.Menu.Select(b => (JsonNode)Button(b))]) };

    /// <summary>Whether the platform has this very menu; it adds empty lists of its own.</summary>
    public static bool IsSame(JsonObject menu, JsonElement there) =>
        there.TryGetProperty("menu", out var theirs) && theirs.TryGetProperty("button", out var buttons) && JsonNode.DeepEquals(menu["button"], WithoutEmpty(JsonNode.Parse(buttons.GetRawText())));

    private static JsonNode? WithoutEmpty(JsonNode? node)
    {
        foreach (var button in (node as JsonArray)?.OfType<JsonObject>() ?? [])
        {
            if (button["sub_button"] is JsonArray { Count: 0 })
            {
                button.Remove("sub_button");
            }
            WithoutEmpty(button["sub_button"]);
        }
        return node;
    }

    private static JsonObject Button(MenuButtonOptions button)
    {
        var node = new JsonObject { ["name"] = button.Name };
        if (button.Buttons.Count > 0)
        {
            node["sub_button"] = new JsonArray([.. button.Buttons.Select(b => (JsonNode)Button(b))]);
        }
        else if (button.Url is { Length: > 0 } url)
        {
            (node["type"], node["url"]) = ("view", url);
        }
        else
        {
            (node["type"], node["key"]) = ("click", KeyOf(button));
        }
        return node;
    }
}
