using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using Microsoft.Extensions.Options;
using StationBot.Channels.Sending;
using StationBot.Handling.Cases;
using StationBot.Handling.Loop;

namespace StationBot.Channels.WeCom;

/// <summary>
/// Members whom the settings name as receivers of a role or unit answer in the app: what they write about a case is a step of theirs, taken through the same
/// service as the API's, and they hear what became of it. Anything else they write is a resident's message like everybody's.
/// </summary>
/// <param name="steps">Null in a host that works on no cases.</param>
internal sealed class StaffDesk(StaffCommands commands, ILoopStore loop, ChannelWords words, IOptions<WeComOptions> options, TimeProvider time, IStaffSteps? steps)
{
    private const int Ok = 200;

    /// <param name="key">Of the message: given twice, it is one step and gets the same answer.</param>
    /// <returns>What they are told; null when it is no matter of staff.</returns>
    public async Task<string?> AnswerAsync(string agent, string member, string text, string key, CancellationToken cancellationToken)
    {
        List<WeComReceiverOptions> parts = [.. options.Value.Receivers.Where(r => r.Agent == agent && r.Users.Contains(member, StringComparer.OrdinalIgnoreCase))];
        if (steps is null || parts.Count == 0)
        {
            return null;
        }
        List<string> answers = [];
        foreach (var (index, message) in commands.Messages(text).Index())
        {
            if (await AnswerAsync(parts, member, message, index == 0 ? key : string.Create(CultureInfo.InvariantCulture, $"{key}\n{index}"), cancellationToken) is { } answer)
            {
                answers.Add(answer);
            }
        }
        return answers.Count == 0 ? null : string.Join('\n', answers.Distinct());
    }

    private async Task<string?> AnswerAsync(List<WeComReceiverOptions> parts, string member, StaffMessage message, string key, CancellationToken cancellationToken)
    {
        var hash = Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"wecom\n{key}")));
        if (await loop.FindHandledAsync(hash, cancellationToken) is { } handled)
        {
            return handled.Body;
        }
        var (by, one) = await PartAsync([.. parts.Select(p => ActorOf(p, member))], message, cancellationToken);
        var command = commands.Read(message.Rest, by);
        return command is null ? one is null && !commands.IsStep(message.Rest) ? null : Help(by, message.Number)
            : by is { Role: CaseActor.Department or CaseActor.Deputy, Unit: null } ? words[ChannelWords.DeskNoUnit]
            : one is null ? Say(ChannelWords.DeskUnknown, message.Number)
            : command.Data is null ? Help(by, message.Number)
            : await TakeAsync(message.Number, new Step(command.Action, by, command.Data, command.Reason), hash, cancellationToken);
    }

    private async Task<string> TakeAsync(CaseNo number, Step step, string hash, CancellationToken cancellationToken)
    {
        var done = "";
        var result = await steps!.TakeAsync(number, step, (one, happened) =>
        {
            done = Say(ChannelWords.DeskDone, number).Replace("{what}", LoopTexts.Of($"action.{step.Action}"), StringComparison.Ordinal)
                .Replace("{status}", LoopTexts.Of($"status.{one.Status}"), StringComparison.Ordinal);
            return new LoopCommit { Request = new HandledRequest(hash, hash, Ok, done, time.GetUtcNow()) };
        }, cancellationToken);
        return result switch
        {
            WorkResult.Done => done,
            WorkResult.Refused { Why: var why } => Say(ChannelWords.DeskRefused, number).Replace("{why}", why.Reason, StringComparison.Ordinal),
            _ => Say(ChannelWords.DeskUnknown, number),
        };
    }

    /// <summary>Who serves several units speaks for the one whose case it is.</summary>
    private async Task<(Actor By, Case? One)> PartAsync(List<Actor> parts, StaffMessage message, CancellationToken cancellationToken)
    {
        (Actor By, Case? One)? seen = null;
        foreach (var by in parts)
        {
            if (await steps!.FindAsync(message.Number, by, cancellationToken) is { } one)
            {
                if (commands.Read(message.Rest, by) is not null)
                {
                    return (by, one);
                }
                seen ??= (by, one);
            }
        }
        return seen ?? (parts[0], null);
    }

    private string Help(Actor by, CaseNo number) => Say(
        by.Role switch
        {
            CaseActor.Department => ChannelWords.DeskHelpDepartment,
            CaseActor.Deputy => ChannelWords.DeskHelpDeputy,
            CaseActor.Office => ChannelWords.DeskHelpOffice,
            _ => ChannelWords.DeskHelpStation,
        },
        number);

    private string Say(string text, CaseNo number) => words[text].Replace("{caseNo}", number.Value, StringComparison.Ordinal);

    private static Actor ActorOf(WeComReceiverOptions part, string member) => new(part.Role, member, string.IsNullOrEmpty(part.Unit) ? null : part.Unit);
}
