using System.Reflection;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.WebUtilities;
using StationBot.Channels.Tencent;
using Xunit.Sdk;

namespace StationBot.Tests.Channels.Tencent;

public sealed class VectorTests
{
    [Fact]
    public async Task Every_vector_of_the_file_is_run()
    {
        var theories = typeof(VectorTests).GetMethods().Select(m => (Method: m, Vectors: m.GetCustomAttribute<VectorsAttribute>())).Where(t => t.Vectors is not null).ToArray();
        var rows = 0;
        foreach (var (method, vectors) in theories)
        {
            rows += (await vectors!.GetData(method, new DisposalTracker())).Count;
        }

        // Whole requests need an endpoint: the channel's own tests play them.
        var groups = Vectors.Groups.Where(g => g != "http").ToArray();
        Assert.Equal(groups.Order(StringComparer.Ordinal), theories.Select(t => t.Vectors!.Group).Order(StringComparer.Ordinal));
        Assert.Equal(groups.Sum(g => Vectors.In(g).Length), rows);
        Assert.Equal(137, rows);
    }

    [Theory, Vectors("published")]
    public void Published_examples_come_out(string id)
    {
        var v = Vectors.Find("published", id);
        switch (v.Text("kind"))
        {
            case "signature3":
                Assert.Equal(v.Text("expected_sha1_hex"), MessageSignature.OfQuery(v.Text("token"), v.Text("timestamp"), v.Text("nonce")));
                break;
            case "decrypt":
                Assert.Equal(v.Text("expect_message"), Accepted(Decrypt(v)).Message);
                break;
            default:
                var reply = Crypto(v).Encrypt(v.Text("message"), v.Text("timestamp"), v.Text("nonce"), random: Encoding.ASCII.GetBytes(v.Text("random_ascii")));
                Assert.Equal((v.Text("expect_encrypt"), v.Text("expect_msg_signature")), (reply.Encrypt, reply.MsgSignature));
                break;
        }
    }

    [Theory, Vectors("signature")]
    public void Signatures_come_out(string id)
    {
        var v = Vectors.Find("signature", id);
        var (token, timestamp, nonce, expected) = (v.Text("token"), v.Text("timestamp"), v.Text("nonce"), v.Text("expected_sha1_hex"));

        if (v.TextOrNull("encrypt") is { } encrypt)
        {
            Assert.Equal(expected, MessageSignature.OfMessage(token, timestamp, nonce, encrypt));
            Assert.True(MessageSignature.IsOfMessage(expected, token, timestamp, nonce, encrypt));
        }
        else
        {
            Assert.Equal(expected, MessageSignature.OfQuery(token, timestamp, nonce));
            Assert.True(MessageSignature.IsOfQuery(expected, token, timestamp, nonce));
        }
    }

    [Theory, Vectors("signature_reject")]
    public void Wrong_signatures_are_refused(string id)
    {
        var v = Vectors.Find("signature_reject", id);
        var (token, timestamp, nonce, presented) = (v.Text("token"), v.Text("timestamp"), v.Text("nonce"), v.Text("presented"));

        Assert.False(v.TextOrNull("encrypt") is { } encrypt
            ? MessageSignature.IsOfMessage(presented, token, timestamp, nonce, encrypt)
            : MessageSignature.IsOfQuery(presented, token, timestamp, nonce));
    }

    [Theory, Vectors("url_verify")]
    public void Server_checks_are_answered(string id)
    {
        var v = Vectors.Find("url_verify", id);
        var query = QueryHelpers.ParseQuery(v.Text("raw_query"));
        string? Query(string name) => query.TryGetValue(name, out var value) ? value.ToString() : null;

        var answer = v.Text("platform") == "wecom"
            ? (Crypto(v).Decrypt(Query("msg_signature"), Query("timestamp"), Query("nonce"), Query("echostr")) as Decrypted.Accepted)?.Message
            : MessageSignature.IsOfQuery(Query("signature"), v.Text("token"), Query("timestamp"), Query("nonce")) ? Query("echostr") : null;

        // Null: up to the implementation, as long as nothing is thrown.
        if (v.GetProperty("expect_ok").ValueKind != JsonValueKind.Null)
        {
            Assert.Equal(v.TextOrNull("expect_body"), answer);
        }
    }

    [Theory, Vectors("crypt")]
    public void Messages_are_opened_and_closed_byte_for_byte(string id)
    {
        var v = Vectors.Find("crypt", id);

        var opened = Accepted(Decrypt(v));
        var closed = Crypto(v).Encrypt(v.Text("message"), v.Text("timestamp"), v.Text("nonce"), random: Convert.FromHexString(v.Text("random_hex")));

        Assert.Equal(v.Text("message"), opened.Message);
        Assert.Equal((v.GetProperty("message_bytes").GetInt32(), 0), (opened.Utf8.Length, opened.Key));
        Assert.Equal((v.Text("encrypt"), v.Text("msg_signature")), (closed.Encrypt, closed.MsgSignature));
    }

    [Theory, Vectors("decrypt_reject")]
    public void Messages_that_must_be_refused_are_refused_for_the_right_reason(string id)
    {
        var v = Vectors.Find("decrypt_reject", id);
        if (v.Text("expect_error") == "bad_key")
        {
            Assert.Throws<ArgumentException>(() => Crypto(v));
            return;
        }

        var refused = Assert.IsType<Decrypted.Refused>(Decrypt(v));

        DecryptFailure[] expected = v.Text("expect_error") switch
        {
            "signature_mismatch" => [DecryptFailure.SignatureMismatch],
            "bad_base64" => [DecryptFailure.BadBase64],
            "illegal_ciphertext_length" => [DecryptFailure.IllegalLength],
            "bad_padding" => [DecryptFailure.BadPadding],
            "bad_padding_or_illegal_buffer" => [DecryptFailure.BadPadding, DecryptFailure.IllegalBuffer],
            "illegal_buffer" => [DecryptFailure.IllegalBuffer],
            "receive_id_mismatch" => [DecryptFailure.ReceiveIdMismatch],
            var unknown => throw new InvalidDataException(unknown),
        };
        Assert.Contains(refused.Why, expected);
        Assert.Contains(refused.Why.TencentCode(), v.GetProperty("tencent_sample_codes").EnumerateArray().Select(c => c.GetInt32()));
    }

    [Theory, Vectors("key_rotation")]
    public void Both_keys_open_and_the_one_that_did_is_named(string id)
    {
        var v = Vectors.Find("key_rotation", id);
        var crypto = new MessageCrypto(v.Text("token"), v.Text("current_key"), v.Text("previous_key"), v.Text("receive_id"));

        var opened = crypto.Decrypt(v.Text("msg_signature"), v.Text("timestamp"), v.Text("nonce"), v.Text("encrypt")) as Decrypted.Accepted;

        Assert.Equal((v.TextOrNull("expect_key"), v.TextOrNull("expect_message")), (opened?.Key switch { 0 => "current", 1 => "previous", _ => null }, opened?.Message));
    }

    [Theory, Vectors("xml_messages")]
    public void Every_type_of_message_is_read(string id)
    {
        var v = Vectors.Find("xml_messages", id);

        var fields = Assert.IsType<InboundRead.Parsed>(MessageXml.Read(Encoding.UTF8.GetBytes(v.Text("xml")), InboundPart.Message)).Fields;

        AssertSame(v.GetProperty("fields"), fields);
        var expected = v.GetProperty("dedupe").GetProperty("values").EnumerateArray().Select(p => p.GetString()!).ToArray();
        var parts = DedupeKey.Parts(fields);
        // Ours is the longer key of wechat.md §4: what follows keeps apart what these four would take for one.
        Assert.Equal(expected, parts[..expected.Length]);
        Assert.Equal(expected.Length == 2 ? 2 : 7, parts.Length);
    }

    [Theory, Vectors("xml_hostile")]
    public void Hostile_documents_are_refused_and_never_thrown(string id)
    {
        var v = Vectors.Find("xml_hostile", id);

        var read = MessageXml.Read(Encoding.UTF8.GetBytes(v.Text("xml")), InboundPart.Message);

        if (v.Text("expect") != "no_crash")
        {
            Assert.IsType<InboundRead.Refused>(read);
        }
    }

    [Fact]
    public void A_field_read_wrongly_would_be_found()
    {
        var v = Vectors.Find("xml_messages", "event_scancode_waitmsg");
        var xml = v.Text("xml").Replace("qrcode", "barcode", StringComparison.Ordinal);

        var fields = Assert.IsType<InboundRead.Parsed>(MessageXml.Read(Encoding.UTF8.GetBytes(xml), InboundPart.Message)).Fields;

        Assert.ThrowsAny<Xunit.Sdk.XunitException>(() => AssertSame(v.GetProperty("fields"), fields));
    }

    private static void AssertSame(JsonElement expected, InboundFields fields)
    {
        var count = 0;
        foreach (var field in expected.EnumerateObject())
        {
            switch (field.Value.ValueKind)
            {
                case JsonValueKind.Object:
                    AssertSame(field.Value, fields.Nested(field.Name)!);
                    count++;
                    break;
                case JsonValueKind.Array:
                    var items = fields.Items(field.Name).ToArray();
                    Assert.Equal(field.Value.GetArrayLength(), items.Length);
                    Assert.All(items, (item, i) => AssertSame(field.Value[i], item));
                    count += items.Length;
                    break;
                default:
                    Assert.Equal(field.Value.GetString(), fields[field.Name]);
                    count++;
                    break;
            }
        }
        Assert.Equal(count, fields.Count);
    }

    private static Decrypted.Accepted Accepted(Decrypted decrypted) => Assert.IsType<Decrypted.Accepted>(decrypted);

    private static MessageCrypto Crypto(JsonElement v) => new(v.Text("token"), v.Text("encoding_aes_key"), null, v.Text("receive_id"));

    private static Decrypted Decrypt(JsonElement v) =>
        Crypto(v).Decrypt(v.Text("msg_signature"), v.Text("timestamp"), v.Text("nonce"), v.Text("encrypt"));
}
