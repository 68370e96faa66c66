using System.Text;
using System.Text.Json;
using System.Xml.Linq;
using FsCheck;
using FsCheck.Fluent;
using FsCheck.Xunit;
using StationBot.Channels.Tencent;

namespace StationBot.Tests.Channels.Tencent;

public sealed class MessageCryptoTests
{
    private const string Token = "StationBot2025";
    private const string Key = "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFA";
    private const string OtherKey = "Zz9Yy8Xx7Ww6Vv5Uu4Tt3Ss2Rr1Qq0Pp9Oo8Nn7Mm6L";
    private const string AppId = "wx5823bf96d3bd56c7";

    private readonly MessageCrypto _crypto = new(Token, Key, null, AppId);

    public static Arbitrary<string> Keys { get; } = Gen.Elements("ABCXYZabcxyz0189".ToCharArray()).ArrayOf(43).Select(c => new string(c)).ToArbitrary();

    [Property]
    public Property Any_text_under_any_key_comes_back(string? text, string? id) => Prop.ForAll(Keys, key =>
    {
        // Half a surrogate pair has no UTF-8.
        var (given, receiveId) = (Whole(text), Whole(id));
        var crypto = new MessageCrypto(Token, key, null, receiveId);

        var reply = crypto.Encrypt(given, "1735689600", "7");

        return Open(crypto, reply) is Decrypted.Accepted accepted && accepted.Message == given;
    });

    [Property]
    public bool A_tampered_byte_is_refused(string? text, ushort where, byte change)
    {
        var reply = _crypto.Encrypt(text ?? "", "1735689600", "7");
        var tampered = reply.Encrypt.ToCharArray();
        tampered[where % tampered.Length] ^= (char)(change | 1);

        return Open(_crypto, reply with { Encrypt = new string(tampered) }) is Decrypted.Refused { Why: DecryptFailure.SignatureMismatch };
    }

    /// <summary>Who knows the Token can sign; the layout under the cipher must then still be whole, and nothing may be thrown.</summary>
    [Property]
    public bool Signed_noise_is_refused(byte[]? noise)
    {
        var encrypt = Convert.ToBase64String(noise ?? []);

        return _crypto.Decrypt(MessageSignature.OfMessage(Token, "1", "2", encrypt), "1", "2", encrypt) is Decrypted.Refused;
    }

    [Property]
    public bool Nothing_in_a_query_is_an_exception(string? signature, string? timestamp, string? nonce, string? encrypt) =>
        _crypto.Decrypt(signature, timestamp, nonce, encrypt) is Decrypted.Refused { Why: DecryptFailure.SignatureMismatch };

    [Fact]
    public void Each_part_of_a_signature_must_be_there()
    {
        var signature = MessageSignature.OfMessage(Token, "1", "2", "e");

        Assert.True(MessageSignature.IsOfMessage(signature, Token, "1", "2", "e"));
        Assert.False(MessageSignature.IsOfMessage(null, Token, "1", "2", "e"));
        Assert.False(MessageSignature.IsOfMessage(signature, Token, null, "2", "e"));
        Assert.False(MessageSignature.IsOfMessage(signature, Token, "1", null, "e"));
        Assert.False(MessageSignature.IsOfMessage(signature.ToUpperInvariant(), Token, "1", "2", "e"));
        Assert.False(MessageSignature.IsOfQuery(null, Token, "1", "2"));
    }

    [Fact]
    public void A_missing_ciphertext_never_turns_the_strong_check_into_the_weak_one() =>
        Assert.False(MessageSignature.IsOfMessage(MessageSignature.OfQuery(Token, "1", "2"), Token, "1", "2", null));

    [Fact]
    public void The_right_key_and_the_wrong_account_is_reported_as_such_whichever_key_it_was()
    {
        var stranger = new MessageCrypto(Token, OtherKey, null, "wx_of_somebody_else");
        var both = new MessageCrypto(Token, Key, OtherKey, AppId);

        Assert.Equal(new Decrypted.Refused(DecryptFailure.ReceiveIdMismatch), Open(both, stranger.Encrypt("x", "1", "2")));
    }

    [Fact]
    public void A_message_that_is_not_UTF8_is_refused()
    {
        var key = MessageKey.TryParse(Key, out var parsed, out _) ? parsed : throw new InvalidOperationException();
        var plain = new byte[64];
        PlainLayout.Write(new string('a', 20), Encoding.UTF8.GetBytes(AppId), default, plain);
        plain[25] = 0xFF;
        var cipher = new byte[64];
        key.Encrypt(plain, cipher);
        var encrypt = Convert.ToBase64String(cipher);

        var opened = _crypto.Decrypt(MessageSignature.OfMessage(Token, "1", "2", encrypt), "1", "2", encrypt);

        Assert.Equal(new Decrypted.Refused(DecryptFailure.NotUtf8), opened);
    }

    [Fact]
    public async Task Many_threads_share_one_crypto()
    {
        var crypto = new MessageCrypto(Token, Key, OtherKey, AppId);
        var results = await Task.WhenAll(Enumerable.Range(0, 8).Select(worker => Task.Run(() => Enumerable.Range(0, 500).All(i =>
        {
            var (text, key) = ($"第{worker}个人的第{i}条{new string('长', i)}", i % 2);
            return Open(crypto, crypto.Encrypt(text, "1", "2", key)) is Decrypted.Accepted accepted && accepted.Message == text && accepted.Key == key;
        }))));

        Assert.All(results, Assert.True);
    }

    [Theory]
    [InlineData(null, "has 43 characters, this one 0")]
    [InlineData("abcdefghijklmnopqrstuvwxyz0123456789ABCDEFAB", "has 43 characters, this one 44")]
    [InlineData("abcdefghijklmnopqrst+vwxyz0123456789ABCDEFA", "letters A-Z, a-z and digits only")]
    [InlineData("ａbcdefghijklmnopqrstuvwxyz0123456789ABCDEFA", "letters A-Z, a-z and digits only")]
    public void A_wrong_key_is_said_to_be_wrong_without_being_told(string? key, string said)
    {
        Assert.False(MessageKey.TryParse(key, out _, out var problem));

        Assert.Contains(said, problem, StringComparison.Ordinal);
        Assert.DoesNotContain(key ?? "?", problem, StringComparison.Ordinal);
        Assert.StartsWith(problem, Assert.Throws<ArgumentException>(() => new MessageCrypto(Token, Key, key ?? "", AppId)).Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Two_answers_with_one_text_differ() =>
        Assert.NotEqual(_crypto.Encrypt("x", "1", "2").Encrypt, _crypto.Encrypt("x", "1", "2").Encrypt);

    [Fact]
    public void An_encrypted_answer_is_bare_XML_that_can_be_opened_again()
    {
        var xml = _crypto.Encrypt("好", "1735689600", "4\u00007").ToXml();

        Assert.StartsWith("<xml><Encrypt><![CDATA[", xml, StringComparison.Ordinal);
        var read = XElement.Parse(xml);
        string Field(string name) => read.Element(name)!.Value;
        Assert.Equal("47", Field("Nonce"));
        Assert.Equal("好", Assert.IsType<Decrypted.Accepted>(_crypto.Decrypt(Field("MsgSignature"), Field("TimeStamp"), Field("Nonce"), Field("Encrypt"))).Message);
    }

    private static Decrypted Open(MessageCrypto crypto, EncryptedReply reply) => crypto.Decrypt(reply.MsgSignature, reply.TimeStamp, reply.Nonce, reply.Encrypt);

    private static string Whole(string? text) => Encoding.UTF8.GetString(Encoding.UTF8.GetBytes(text ?? ""));
}
