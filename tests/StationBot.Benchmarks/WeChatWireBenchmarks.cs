using System.Text;
using BenchmarkDotNet.Attributes;
using StationBot.Channels.Tencent;

namespace StationBot.Benchmarks;

/// <summary>One message in safe mode from the bytes of its body to its key and text, and the encrypted answer. One operation is one message.</summary>
[MemoryDiagnoser]
public class WeChatWireBenchmarks
{
    private const string Message =
        "<xml><ToUserName><![CDATA[gh_3c884a361561]]></ToUserName><FromUserName><![CDATA[oAbC1dEfG2hIjK3lMnO4pQrS5tUv]]></FromUserName>"
        + "<CreateTime>1735689600</CreateTime><MsgType><![CDATA[text]]></MsgType><Content><![CDATA[书香里小区门口的垃圾站三天没人清运了，气味很大]]></Content>"
        + "<MsgId>24837462198374650</MsgId></xml>";

    private readonly MessageCrypto _crypto = new("StationBot2025", "abcdefghijklmnopqrstuvwxyz0123456789ABCDEFA", null, "wx5823bf96d3bd56c7");
    private EncryptedReply _sent = null!;
    private InboundFields _request = null!;
    private byte[] _body = [];

    [GlobalSetup]
    public void SetUp()
    {
        _sent = _crypto.Encrypt(Message, "1735689600", "486452656");
        _body = Encoding.UTF8.GetBytes($"<xml><ToUserName><![CDATA[gh_3c884a361561]]></ToUserName><Encrypt><![CDATA[{_sent.Encrypt}]]></Encrypt></xml>");
        _request = Fields(MessageXml.Read(Encoding.UTF8.GetBytes(Message), InboundPart.Message));
    }

    [Benchmark]
    public string Verify_decrypt_and_parse()
    {
        var envelope = Fields(MessageXml.Read(_body, InboundPart.Envelope));
        var opened = (Decrypted.Accepted)_crypto.Decrypt(_sent.MsgSignature, _sent.TimeStamp, _sent.Nonce, envelope.Encrypt);
        return Fields(MessageXml.Read(opened.Utf8, InboundPart.Message))["Content"]!;
    }

    /// <summary>The part without XML.</summary>
    [Benchmark]
    public int Verify_and_decrypt() => ((Decrypted.Accepted)_crypto.Decrypt(_sent.MsgSignature, _sent.TimeStamp, _sent.Nonce, _sent.Encrypt)).Key;

    [Benchmark]
    public string Write_and_encrypt() =>
        _crypto.Encrypt(PassiveReplies.Write(new PassiveReply.Text("已收到，编号 QH20261110-0012。"), _request, DateTimeOffset.UnixEpoch)!, "1735689600", "7").ToXml();

    private static InboundFields Fields(InboundRead read) => ((InboundRead.Parsed)read).Fields;
}
