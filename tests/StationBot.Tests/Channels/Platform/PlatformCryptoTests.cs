using System.Text;
using StationBot.Platform.Crypto;

namespace StationBot.Tests.Channels.Platform;

/// <summary>The simulator's own cipher against the examples that Tencent and wechatpy published (wechat.md §24).</summary>
public sealed class PlatformCryptoTests
{
    private const string KeyOfAs = "AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA";
    private static readonly MessageCrypto Tencent = new("AAAAA", KeyOfAs, "wxba5fad812f8e6fb9");

    [Theory]
    [InlineData("1714036504", "1514711492", "f464b24fc39322e44b38aa78f5edd27bd1441696")]
    [InlineData("1714037059", "486452656", "899cf89e464efb63f54ddac96b0a0a235f53aa78")]
    public void The_published_signatures_come_out(string timestamp, string nonce, string expected) => Assert.Equal(expected, Tencent.Sign(timestamp, nonce));

    [Fact]
    public void The_published_push_is_read()
    {
        const string encrypt = "+qdx1OKCy+5JPCBFWw70tm0fJGb2Jmeia4FCB7kao+/Q5c/ohsOzQHi8khUOb05JCpj0JB4RvQMkUyus8TPxLKJGQqcvZqzDpVzazhZv6JsXUnnR8XGT740XgXZUXQ7vJVnAG+tE8NUd4yFyjPy7GgiaviNrlCTj"
            + "+l5kdfMuFUPpRSrfMZuMcp3Fn2Pede2IuQrKEYwKSqFIZoNqJ4M8EajAsjLY2km32IIjdf8YL/P50F7mStwntrA2cPDrM1kb6mOcfBgRtWygb3VIYnSeOBrebufAlr7F9mFUPAJGj04=";

        Assert.Equal("046e02f8204d34f8ba5fa3b1db94908f3df2e9b3", Tencent.Sign("1714112445", "415670741", encrypt));
        Assert.EndsWith("\"Event\":\"debug_demo\",\"debug_str\":\"hello world\"}", Tencent.Decrypt(encrypt), StringComparison.Ordinal);
    }

    [Fact]
    public void The_published_reply_is_written_byte_for_byte()
    {
        var encrypt = Tencent.Encrypt("{\"demo_resp\":\"good luck\"}", Encoding.ASCII.GetBytes("707722b803182950"));

        Assert.Equal("ELGduP2YcVatjqIS+eZbp80MNLoAUWvzzyJxgGzxZO/5sAvd070Bs6qrLARC9nVHm48Y4hyRbtzve1L32tmxSQ==", encrypt);
        Assert.Equal("1b9339964ed2e271e7c7b6ff2b0ef902fc94dea1", Tencent.Sign("1713424427", "415670741", encrypt));
    }

    [Fact]
    public void A_key_whose_spare_bits_are_set_works()
    {
        var wecom = new MessageCrypto("123456", "kWxPEV2UEDyxWpmPdKC3F4dgPDmOvfKX1HGnEUDS1aR", "wx49f0ab532d5d035a");

        Assert.Equal("5927782489442352469", wecom.Decrypt("4ByGGj+sVCYcvGeQYhaKIk1o0pQRNbRjxybjTGblXrBaXlTXeOo1+bXFXDQQb1o6co6Yh9Bv41n7hOchLF6p+Q=="));
    }

    [Fact]
    public void Another_accounts_message_is_refused() =>
        Assert.Throws<FormatException>(() => new MessageCrypto("AAAAA", KeyOfAs, "wx0000000000000000").Decrypt(Tencent.Encrypt("hello")));
}
