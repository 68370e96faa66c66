using System.Text;

namespace StationBot.Channels.Tencent;

/// <summary>
/// Why an encrypted message is refused, in the order of the checks (wechat.md §8): a later one got further. For counting and alerts
/// only: to the caller all refusals look alike.
/// </summary>
internal enum DecryptFailure
{
    /// <summary>Missing or wrong <c>msg_signature</c>: an attack, or a Token that differs from the console's.</summary>
    SignatureMismatch,

    /// <summary><c>Encrypt</c> is not Base64.</summary>
    BadBase64,

    /// <summary>Not a positive number of AES blocks.</summary>
    IllegalLength,

    /// <summary>Wrong padding: most often another EncodingAESKey.</summary>
    BadPadding,

    /// <summary>The length inside says more than there is.</summary>
    IllegalBuffer,

    /// <summary>Meant for another account: the wrong account is wired to this address.</summary>
    ReceiveIdMismatch,

    /// <summary>The message is not UTF-8.</summary>
    NotUtf8,
}

/// <summary>What became of one encrypted message.</summary>
internal abstract record Decrypted
{
    private Decrypted() { }

    /// <param name="Utf8">The message, valid UTF-8: XML or JSON as the account is set, or the bare <c>echostr</c> of WeCom.</param>
    /// <param name="Key">Which key opened it, and closes the answer: 0 the current, 1 the previous. wechat.md §8 "Key change".</param>
    public sealed record Accepted(ReadOnlyMemory<byte> Utf8, int Key) : Decrypted
    {
        public string Message => Encoding.UTF8.GetString(Utf8.Span);
    }

    public sealed record Refused(DecryptFailure Why) : Decrypted;
}

internal static class DecryptFailureCodes
{
    /// <summary>The code of Tencent's sample library for the same fault, for logs. wechat.md §8 "Return codes".</summary>
    public static int TencentCode(this DecryptFailure why) => why switch
    {
        DecryptFailure.SignatureMismatch => -40001,
        DecryptFailure.BadBase64 => -40010,
        DecryptFailure.IllegalLength or DecryptFailure.BadPadding => -40007,
        DecryptFailure.IllegalBuffer or DecryptFailure.NotUtf8 => -40008,
        DecryptFailure.ReceiveIdMismatch => -40005,
        _ => throw new ArgumentOutOfRangeException(nameof(why), why, "A failure without a code."),
    };
}
