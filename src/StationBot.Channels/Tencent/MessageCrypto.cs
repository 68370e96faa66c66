using System.Buffers;
using System.Security.Cryptography;
using System.Text;

namespace StationBot.Channels.Tencent;

/// <summary>
/// WXBizMsgCrypt, both ways: for the Official Account (receive id = AppID) and WeCom (receive id = CorpID, or empty for in-house smart
/// robots). wechat.md §8, §18. Safe for use by many threads at once.
/// </summary>
internal sealed class MessageCrypto
{
    private readonly string _token;
    private readonly byte[] _receiveId;
    private readonly MessageKey[] _keys;

    /// <param name="previousEncodingAesKey">The key before the last change in the console: both may be in flight. Null when there was none.</param>
    /// <param name="receiveId">Whom messages must be meant for; the empty string demands that nothing follows the message.</param>
    /// <exception cref="ArgumentException">A key is none (Tencent's -40004): a fault of the settings, found at start.</exception>
    public MessageCrypto(string token, string encodingAesKey, string? previousEncodingAesKey, string receiveId)
    {
        ArgumentException.ThrowIfNullOrEmpty(token);
        ArgumentNullException.ThrowIfNull(receiveId);
        _token = token;
        _receiveId = Encoding.UTF8.GetBytes(receiveId);
        _keys = previousEncodingAesKey is null
            ? [Parse(encodingAesKey, nameof(encodingAesKey))]
            : [Parse(encodingAesKey, nameof(encodingAesKey)), Parse(previousEncodingAesKey, nameof(previousEncodingAesKey))];
    }

    /// <summary>Checks and opens one message in the order of wechat.md §8; never throws for what a request may hold.</summary>
    /// <param name="msgSignature">The query's <c>msg_signature</c>; the three-part <c>signature</c> is no substitute.</param>
    /// <param name="encrypt">The Base64 text of <c>Encrypt</c> (WeCom's check: of <c>echostr</c>), exactly as received.</param>
    public Decrypted Decrypt(string? msgSignature, string? timestamp, string? nonce, string? encrypt)
    {
        if (!MessageSignature.IsOfMessage(msgSignature, _token, timestamp, nonce, encrypt))
        {
            return new Decrypted.Refused(DecryptFailure.SignatureMismatch);
        }

        var size = MessageKey.BlockSize + (((encrypt!.Length / 4) + 1) * 3);
        var (cipher, plain) = (ArrayPool<byte>.Shared.Rent(size), ArrayPool<byte>.Shared.Rent(size));
        try
        {
            if (!Convert.TryFromBase64String(encrypt, cipher.AsSpan(MessageKey.BlockSize), out var length))
            {
                return new Decrypted.Refused(DecryptFailure.BadBase64);
            }
            return length == 0 || length % MessageKey.BlockSize != 0
                ? new Decrypted.Refused(DecryptFailure.IllegalLength)
                : Open(cipher, plain, length);
        }
        finally
        {
            // Residents' words do not linger in shared memory.
            CryptographicOperations.ZeroMemory(plain.AsSpan(0, size));
            ArrayPool<byte>.Shared.Return(cipher);
            ArrayPool<byte>.Shared.Return(plain);
        }
    }

    /// <summary>Encrypts an answer. wechat.md §8 "Encrypt a reply".</summary>
    /// <param name="timestamp">Our own clock, Unix seconds.</param>
    /// <param name="nonce">The request's, as Tencent's manual shows; any is allowed.</param>
    /// <param name="key"><see cref="Decrypted.Accepted.Key"/> of the request.</param>
    /// <param name="random">16 bytes, for tests only; fresh ones when empty.</param>
    public EncryptedReply Encrypt(string message, string timestamp, string nonce, int key = 0, ReadOnlySpan<byte> random = default)
    {
        ArgumentNullException.ThrowIfNull(message);
        ArgumentNullException.ThrowIfNull(timestamp);
        ArgumentNullException.ThrowIfNull(nonce);
        // Before it is signed: a writer would strip it later, and the signature would no longer match.
        nonce = WireText.Clean(nonce);
        var length = PlainLayout.LengthFor(message, _receiveId);
        var (plain, cipher) = (ArrayPool<byte>.Shared.Rent(length), ArrayPool<byte>.Shared.Rent(length));
        try
        {
            PlainLayout.Write(message, _receiveId, random, plain.AsSpan(0, length));
            _keys[key].Encrypt(plain.AsSpan(0, length), cipher);
            var encrypt = Convert.ToBase64String(cipher, 0, length);
            return new EncryptedReply(encrypt, MessageSignature.OfMessage(_token, timestamp, nonce, encrypt), timestamp, nonce);
        }
        finally
        {
            CryptographicOperations.ZeroMemory(plain.AsSpan(0, length));
            ArrayPool<byte>.Shared.Return(plain);
            ArrayPool<byte>.Shared.Return(cipher);
        }
    }

    private Decrypted Open(byte[] cipher, byte[] plain, int length)
    {
        var furthest = DecryptFailure.BadPadding;
        for (var key = 0; key < _keys.Length; key++)
        {
            _keys[key].Decrypt(cipher, plain, length);
            var opened = plain.AsSpan(MessageKey.BlockSize, length);
            if (PlainLayout.Check(opened, _receiveId, out var message) is not { } why)
            {
                return new Decrypted.Accepted(opened[message].ToArray(), key);
            }
            // The key that got further tells more: right key and wrong account beats the other key's noise.
            furthest = why > furthest ? why : furthest;
        }
        return new Decrypted.Refused(furthest);
    }

    private static MessageKey Parse(string? text, string name) =>
        MessageKey.TryParse(text, out var key, out var problem) ? key : throw new ArgumentException(problem, name);
}
