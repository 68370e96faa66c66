using System.Buffers;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using Microsoft.Extensions.ObjectPool;

namespace StationBot.Channels.Tencent;

/// <summary>One EncodingAESKey: AES-256, CBC, IV the key's first half, no padding of the cipher's own. wechat.md §8.</summary>
internal sealed class MessageKey
{
    public const int BlockSize = 16;
    public const int TextLength = 43;

    private static readonly SearchValues<char> Alphabet = SearchValues.Create("ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789");

    private readonly byte[] _key;
    private readonly ObjectPool<ICryptoTransform> _decryptors;

    private MessageKey(byte[] key)
    {
        _key = key;
        _decryptors = new DefaultObjectPool<ICryptoTransform>(new Decryptors(key));
    }

    /// <summary>Reads a key as the console shows it: 43 letters and digits.</summary>
    /// <param name="problem">What is wrong, without the key; null when it was read.</param>
    public static bool TryParse(string? encodingAesKey, [NotNullWhen(true)] out MessageKey? key, [NotNullWhen(false)] out string? problem)
    {
        key = null;
        problem = encodingAesKey?.Length != TextLength ? $"An EncodingAESKey has {TextLength} characters, this one {encodingAesKey?.Length ?? 0}."
            : encodingAesKey.AsSpan().ContainsAnyExcept(Alphabet) ? "An EncodingAESKey is made of letters A-Z, a-z and digits only."
            : null;
        if (problem is null)
        {
            // 43 characters carry two bits too many, seldom zero; the other Base64 readers of .NET refuse those. wechat.md §21.
            key = new MessageKey(Convert.FromBase64String(encodingAesKey + "="));
        }
        return key is not null;
    }

    /// <summary>Decrypts whole blocks.</summary>
    /// <param name="cipher">One block of room, then <paramref name="length"/> bytes of ciphertext.</param>
    /// <param name="plain">Receives one block without meaning, then as many bytes of plaintext.</param>
    public void Decrypt(byte[] cipher, byte[] plain, int length)
    {
        // In CBC a block's plaintext depends on the block before it and on nothing older. With the IV laid in front as if it were a
        // block, a decryptor that is never reset is right whatever it did last, and twenty times as fast as one set up per message.
        _key.AsSpan(0, BlockSize).CopyTo(cipher);
        var decryptor = _decryptors.Get();
        decryptor.TransformBlock(cipher, 0, BlockSize + length, plain, 0);
        _decryptors.Return(decryptor);
    }

    public void Encrypt(ReadOnlySpan<byte> plain, Span<byte> cipher)
    {
        using var aes = Aes.Create();
        aes.SetKey(_key);
        aes.EncryptCbc(plain, _key.AsSpan(0, BlockSize), cipher, PaddingMode.None);
    }

    /// <summary>A transform serves one thread at a time, hence a pool of them.</summary>
    private sealed class Decryptors(byte[] key) : PooledObjectPolicy<ICryptoTransform>
    {
        public override ICryptoTransform Create()
        {
            using var aes = Aes.Create();
            aes.Mode = CipherMode.CBC;
            aes.Padding = PaddingMode.None;
            return aes.CreateDecryptor(key, key[..BlockSize]);
        }

        public override bool Return(ICryptoTransform obj) => true;
    }
}
