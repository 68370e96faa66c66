using System.Text.Json;
using System.Text.RegularExpressions;
using StationBot.Platform.Calls;

namespace StationBot.Platform.OfficialAccounts;

/// <summary>The templates of an account, what has gone out by them, and who agreed to which notices (wechat.md §11, §12).</summary>
public sealed partial class TemplateBook(TimeProvider time)
{
    private static readonly TimeSpan Remembered = TimeSpan.FromMinutes(10); // §11: how long a client_msg_id counts
    private readonly Lock _gate = new();
    private readonly Dictionary<string, string[]> _fields = [];
    private readonly Dictionary<(string OpenId, string ClientId), (DateTimeOffset At, long MsgId)> _sent = [];
    private readonly Dictionary<(string OpenId, string TemplateId), int> _agreed = [];
    private long _msgId = 3_500_000_000_000_000_000;

    /// <summary>Registers a template. While there is none, any id and any fields will do.</summary>
    /// <param name="fields">Keys with their typing prefix: <c>character_string1</c>, <c>phrase2</c>.</param>
    public void Add(string templateId, params string[] fields)
    {
        lock (_gate)
        {
            _fields[templateId] = fields;
        }
    }

    /// <summary>The resident agrees to notices of a template: to so many, or for good when null (long-term, §12).</summary>
    public void Agree(string openId, string templateId, int? notices = 1)
    {
        lock (_gate)
        {
            _agreed[(openId, templateId)] = notices ?? int.MaxValue;
        }
    }

    public void Withdraw(string openId, string templateId)
    {
        lock (_gate)
        {
            _agreed.Remove((openId, templateId));
        }
    }

    /// <summary>Notices that may still go out.</summary>
    public int Agreed(string openId, string templateId)
    {
        lock (_gate)
        {
            return _agreed.GetValueOrDefault((openId, templateId));
        }
    }

    internal bool Spend(string openId, string templateId)
    {
        lock (_gate)
        {
            var left = _agreed.GetValueOrDefault((openId, templateId));
            if (left is > 0 and < int.MaxValue)
            {
                _agreed[(openId, templateId)] = left - 1;
            }
            return left > 0;
        }
    }

    /// <summary>A number for a message that goes out, or that of the one that went out under the same client id.</summary>
    internal (long MsgId, bool Again) Number(string openId, string? clientId)
    {
        lock (_gate)
        {
            if (clientId is null)
            {
                return (++_msgId, false);
            }
            if (_sent.TryGetValue((openId, clientId), out var before) && before.At + Remembered > time.GetUtcNow())
            {
                return (before.MsgId, true);
            }
            _sent[(openId, clientId)] = (time.GetUtcNow(), ++_msgId);
            return (_msgId, false);
        }
    }

    /// <summary>Null when template and values will do; 40037, or 47003 naming the field.</summary>
    internal ApiAnswer? Refuse(string templateId, JsonElement data)
    {
        string[]? fields;
        lock (_gate)
        {
            if (!_fields.TryGetValue(templateId, out fields) && (_fields.Count > 0 || templateId.Length == 0))
            {
                return ApiAnswer.Error(40037);
            }
        }
        var given = data.ValueKind == JsonValueKind.Object ? data.EnumerateObject().Where(p => !IsDropped(p.Name)).ToArray() : [];
        var wrong = given.Where(p => !Fits(p.Name, p.Value.TextAt("value"))).Select(p => p.Name)
            .Concat(fields?.Except(given.Select(p => p.Name)) ?? [])
            .FirstOrDefault();
        return wrong is null && given.Length > 0 ? null : ApiAnswer.Error(47003, $"argument invalid! data.{wrong}.value invalid");
    }

    /// <summary>§11: <c>first</c> and <c>remark</c> are dropped silently since 2023-05-04.</summary>
    internal static bool IsDropped(string field) => field is "first" or "remark";

    /// <summary>The table of §11. A prefix that is not in it may hold anything that is not empty.</summary>
    internal static bool Fits(string field, string value)
    {
        var length = value.EnumerateRunes().Count();
        return length > 0 && field.TrimEnd([.. "0123456789"]) switch
        {
            "thing" => length <= 20,
            "character_string" => length <= 32 && !HanOrWide().IsMatch(value),
            "phrase" => length <= 5 && OnlyHan().IsMatch(value),
            "time" or "date" => Time().IsMatch(value),
            "number" => Number().IsMatch(value) && value.Count(char.IsAsciiDigit) <= 32,
            "name" => OnlyHan().IsMatch(value) ? length <= 10 : length <= 20,
            "phone_number" => length <= 17 && Phone().IsMatch(value),
            "amount" => Amount().IsMatch(value) && value.Count(char.IsAsciiDigit) <= 10,
            "letter" => length <= 32 && value.All(char.IsAsciiLetter),
            "symbol" => length <= 5,
            "car_number" => length <= 8,
            _ => true,
        };
    }

    [GeneratedRegex(@"[\p{IsCJKUnifiedIdeographs}\p{IsCJKUnifiedIdeographsExtensionA}\u3000-\u303F\uFF00-\uFFEF]")]
    private static partial Regex HanOrWide();

    [GeneratedRegex(@"^[\p{IsCJKUnifiedIdeographs}\p{IsCJKUnifiedIdeographsExtensionA}]+\z")]
    private static partial Regex OnlyHan();

    /// <summary>15:01, or a date with the characters for year, month and day, or with hyphens or slashes; ranges with ~.</summary>
    [GeneratedRegex(@"^(?<one>(\d{4}[\u5E74/-]\d{1,2}[\u6708/-]\d{1,2}\u65E5?)?\s?(\d{1,2}:\d{2}(:\d{2})?)?)(\s?~\s?[\d\u5E74\u6708\u65E5/: -]+)?(?<=\S)\z")]
    private static partial Regex Time();

    [GeneratedRegex(@"^-?\d+(\.\d+)?\z")]
    private static partial Regex Number();

    [GeneratedRegex(@"^[\d+() -]+\z")]
    private static partial Regex Phone();

    [GeneratedRegex(@"^[\p{Sc}]?\d+(\.\d+)?\u5143?\z")]
    private static partial Regex Amount();
}
