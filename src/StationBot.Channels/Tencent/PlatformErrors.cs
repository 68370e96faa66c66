using StationBot.Channels.Sending;

namespace StationBot.Channels.Tencent;

/// <summary>What an errcode means for the message it hit. wechat.md §15, §18.</summary>
/// <param name="Pause">How long to wait where it is to be tried again.</param>
internal sealed record PlatformReaction(SendFailure Why, FailurePolicy Then, ErrorScope Scope = ErrorScope.Message, TimeSpan? Pause = null);

/// <summary>How far an error reaches, so that the next message does not run into it too.</summary>
internal enum ErrorScope
{
    Message,

    /// <summary>The token: one more try with a new one.</summary>
    Token,

    /// <summary>This door to this resident is shut; another may be open.</summary>
    Window,

    /// <summary>The resident does not follow the account.</summary>
    Resident,

    /// <summary>This call of the account, until the day is over.</summary>
    Call,

    /// <summary>The account may not do this at all.</summary>
    Ability,

    /// <summary>Nothing goes out of this account until somebody mends it, or the pause is over.</summary>
    Account,
}

/// <summary>The table of error codes.</summary>
internal static class PlatformErrors
{
    private static readonly TimeSpan Minute = TimeSpan.FromMinutes(1);

    public static PlatformReaction Of(PlatformAnswer answer) => answer.Failure switch
    {
        SendFailure.Unavailable => new(SendFailure.Unavailable, FailurePolicy.Retry),
        // It may have gone out, and the platform has no way to tell a second from a first.
        SendFailure.TimedOut => new(SendFailure.TimedOut, FailurePolicy.TellStaff),
        // As may this, but a gateway's page most often means that nothing did: whoever sends says how often it goes again, and that it may be known.
        SendFailure.Unclear => new(SendFailure.Unclear, FailurePolicy.Retry),
        { } other => new(other, FailurePolicy.TellStaff),
        null => OfCode(answer.Code),
    };

    /// <summary>The same codes where WeCom means something else by them. wechat.md §18.</summary>
    public static PlatformReaction OfWeCom(PlatformAnswer answer) => answer is not { Failure: null } ? Of(answer) : answer.Code switch
    {
        // A rate, over within the minute; in an Official Account the day's quota.
        45009 or 45033 => new(SendFailure.Throttled, FailurePolicy.Retry, ErrorScope.Message, Minute + TimeSpan.FromSeconds(5)),
        // The app's rights, not the receiver's wish.
        48002 => new(SendFailure.Misconfigured, FailurePolicy.Retry, ErrorScope.Account, Minute * 10),
        // One account of customer service (§19); the others of its desk go on.
        95000 or 95004 or 95017 or 40201 => new(SendFailure.Misconfigured, FailurePolicy.Retry, ErrorScope.Message, Minute * 10),
        93000 => new(SendFailure.Misconfigured, FailurePolicy.TellStaff),
        40096 => new(SendFailure.NotFound, FailurePolicy.Hold, ErrorScope.Resident),
        // §19: five messages, 48 hours, a human at the desk. The three codes are general knowledge, not in the stored material.
        95001 or 95002 or 95018 => new(SendFailure.NoWayOpen, FailurePolicy.Hold, ErrorScope.Window),
        _ => Of(answer),
    };

    private static PlatformReaction OfCode(int code) => code switch
    {
        -1 => new(SendFailure.Unavailable, FailurePolicy.Retry),
        40001 or 40014 or 42001 => new(SendFailure.Unauthorized, FailurePolicy.Retry, ErrorScope.Token, Minute),
        40013 or 40125 or 40243 or 40056 or 60020 or 40164 => new(SendFailure.Misconfigured, FailurePolicy.Retry, ErrorScope.Account, Minute * 10),
        89503 or 89506 or 89507 => new(SendFailure.Misconfigured, FailurePolicy.Retry, ErrorScope.Account, Minute * 60),
        // Nothing more is sent for a day; what waits goes with the resident's next word, or when staff send it. §15.
        48004 or 50002 => new(SendFailure.Forbidden, FailurePolicy.Hold, ErrorScope.Account, Minute * 60 * 24),
        40003 or 43004 or 50005 or 60111 or 60011 or 81013 => new(SendFailure.NotFound, FailurePolicy.Hold, ErrorScope.Resident),
        // Who blocked the account, or refuses its messages, is not tried again until they write. §15.
        43019 or 48002 => new(SendFailure.Forbidden, FailurePolicy.TellStaff, ErrorScope.Resident),
        40200 or 48001 or 40037 => new(SendFailure.Forbidden, FailurePolicy.Hold, ErrorScope.Ability),
        43101 or 45015 or 45047 => new(SendFailure.NoWayOpen, FailurePolicy.Hold, ErrorScope.Window),
        45011 or 45033 => new(SendFailure.Throttled, FailurePolicy.Retry, ErrorScope.Message, Minute),
        45009 => new(SendFailure.Throttled, FailurePolicy.Retry, ErrorScope.Call, Minute * 30),
        48006 => new(SendFailure.Throttled, FailurePolicy.Retry, ErrorScope.Account, Minute * 30),
        95000 or 95004 or 95017 or 40201 => new(SendFailure.Misconfigured, FailurePolicy.Retry, ErrorScope.Account, Minute * 10),
        _ => new(SendFailure.Rejected, FailurePolicy.TellStaff),
    };
}
