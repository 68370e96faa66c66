using System.Net;
using System.Text;

namespace StationBot.Tests.Channels.WebChat;

public sealed class UploadTests
{
    private static readonly byte[] Jpeg = [0xFF, 0xD8, 0xFF, 0xE0, .. Enumerable.Repeat((byte)7, 3000)];
    private static readonly byte[] Pdf = [.. "%PDF-1.7\n"u8, .. Enumerable.Repeat((byte)'x', 100)];

    [Fact]
    public async Task A_picture_with_its_message_comes_back_as_the_client_sent_it_with_a_link_to_the_bytes()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");

        var answer = await UploadAsync(conversation, Form(
            """{"type":"message","text":"您看","from":{"id":"u1"},"channelData":{"clientActivityID":"k1","attachmentSizes":[3004]},"attachments":[{"contentType":"image/jpeg","name":"垃圾站 门口.jpg","thumbnailUrl":"data:image/jpeg;base64,AAAA"}]}""",
            ("垃圾站 门口.jpg", "image/jpeg", Jpeg)));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var echo = (await conversation.ReadAsync()).Activities.Single(a => a.GetProperty("id").GetString() == answer.Text("id"));
        Assert.Equal("您看", echo.GetProperty("text").GetString());
        Assert.Equal("k1", echo.GetProperty("channelData").GetProperty("clientActivityID").GetString());
        var attachment = Assert.Single(echo.GetProperty("attachments").EnumerateArray());
        Assert.Equal(("image/jpeg", "垃圾站 门口.jpg"), (attachment.GetProperty("contentType").GetString(), attachment.GetProperty("name").GetString()));
        var url = attachment.GetProperty("contentUrl").GetString()!;
        Assert.StartsWith(app.Origin + "/v3/directline/attachments/", url, StringComparison.Ordinal);
        Assert.Equal(url, attachment.GetProperty("thumbnailUrl").GetString());

        using var file = await app.Http.GetAsync(new Uri(url), TestContext.Current.CancellationToken);
        Assert.Equal(Jpeg, await file.Content.ReadAsByteArrayAsync(TestContext.Current.CancellationToken));
        Assert.Equal("image/jpeg", file.Content.Headers.ContentType!.MediaType);
        Assert.Equal("attachment", file.Content.Headers.ContentDisposition!.DispositionType);
        Assert.Equal("垃圾站 门口.jpg", file.Content.Headers.ContentDisposition.FileNameStar);
        Assert.Equal("nosniff", file.Headers.GetValues("X-Content-Type-Options").Single());

        var incoming = Assert.Single(app.Dialog.Turns.Last().Message.Files);
        Assert.Equal(("image/jpeg", 3004L), (incoming.ContentType, incoming.Bytes));
        Assert.DoesNotContain("data:image", app.Store.Log[^2].Raw, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Several_files_keep_the_order_of_the_message_however_they_arrive()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");

        await UploadAsync(conversation, Form(
            """{"type":"message","from":{"id":"u1"},"attachments":[{"name":"一.jpg"},{"name":"二.pdf"}]}""", ("二.pdf", "application/pdf", Pdf), ("一.jpg", "image/jpeg", Jpeg)));

        var echo = (await conversation.ReadAsync()).Activities[1];
        Assert.Equal(["一.jpg", "二.pdf"], echo.GetProperty("attachments").EnumerateArray().Select(a => a.GetProperty("name").GetString()));
        Assert.Equal(["image/jpeg", "application/pdf"], echo.GetProperty("attachments").EnumerateArray().Select(a => a.GetProperty("contentType").GetString()));
    }

    [Fact]
    public async Task A_raw_file_makes_an_empty_message_of_the_user_in_the_address()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");
        var content = new ByteArrayContent(Pdf);
        content.Headers.TryAddWithoutValidation("Content-Disposition", "name=\"file\"; filename=\"plan.pdf\"");
        content.Headers.ContentType = new("application/pdf");

        var answer = await app.CallAsync("POST", $"conversations/{conversation.Id}/upload?userId=u1", conversation.Token, content);

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var echo = (await conversation.ReadAsync()).Activities[1];
        Assert.Equal("u1", echo.GetProperty("from").GetProperty("id").GetString());
        Assert.Equal("application/pdf", echo.GetProperty("attachments")[0].GetProperty("contentType").GetString());
    }

    [Fact]
    public async Task A_file_of_the_wrong_kind_is_answered_in_words_and_the_text_with_it_is_heard()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");

        var answer = await UploadAsync(conversation, Form(
            """{"type":"message","text":"请看","from":{"id":"u1"},"attachments":[{"contentType":"image/jpeg","name":"a.jpg"}]}""",
            ("a.jpg", "image/jpeg", "<script>alert(1)</script>"u8.ToArray())));

        Assert.Equal(HttpStatusCode.OK, answer.Status);
        var (activities, _) = await conversation.ReadAsync();
        Assert.False(activities[1].GetProperty("attachments")[0].TryGetProperty("contentUrl", out _));
        Assert.Contains("收不了", activities[2].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Equal("第2条:请看", activities[3].GetProperty("text").GetString());
        Assert.Empty(app.Dialog.Turns.Last().Message.Files);
        Assert.False(Directory.Exists(Path.Combine(app.Folder, "files")));
    }

    [Fact]
    public async Task A_file_over_the_limit_is_answered_in_words_and_not_kept()
    {
        await using var app = await DirectLineApp.StartAsync(null, ("MaxFileBytes", "2048"));
        var conversation = await app.StartConversationAsync("u1");

        await UploadAsync(conversation, Form("""{"type":"message","from":{"id":"u1"},"attachments":[{"name":"a.jpg"}]}""", ("a.jpg", "image/jpeg", Jpeg)));

        Assert.Contains("太大", (await conversation.ReadAsync()).Activities[2].GetProperty("text").GetString(), StringComparison.Ordinal);
        Assert.Single(app.Dialog.Turns);
        Assert.False(Directory.Exists(Path.Combine(app.Folder, "files")));
    }

    [Fact]
    public async Task Without_a_message_to_answer_the_status_says_what_was_wrong()
    {
        await using var app = await DirectLineApp.StartAsync(null, ("MaxFileBytes", "2048"));
        var conversation = await app.StartConversationAsync("u1");
        Task<Answer> Raw(byte[] bytes) => app.CallAsync("POST", $"conversations/{conversation.Id}/upload?userId=u1", conversation.Token, new ByteArrayContent(bytes));

        var large = await Raw(Jpeg);

        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, large.Status);
        Assert.Contains("太大", large.Body.GetProperty("error").GetProperty("message").GetString(), StringComparison.Ordinal);
        Assert.Equal(HttpStatusCode.UnsupportedMediaType, (await Raw("MZ-a-program"u8.ToArray())).Status);
        Assert.Equal(HttpStatusCode.RequestEntityTooLarge, (await Raw(new byte[2_000_000])).Status);
        Assert.Equal(HttpStatusCode.BadRequest, (await Raw([])).Status);
        Assert.Single((await conversation.ReadAsync()).Activities);
    }

    [Theory]
    [InlineData("multipart/form-data")]
    [InlineData("multipart/form-data; boundary=x")]
    public async Task A_broken_upload_is_400(string contentType)
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");
        var content = new ByteArrayContent("--x\r\nContent-Disposition: form-data"u8.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", contentType);

        Assert.Equal(HttpStatusCode.BadRequest, (await UploadAsync(conversation, content)).Status);
    }

    [Fact]
    public async Task A_data_address_inside_a_message_is_stored_like_an_upload()
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");

        await app.PostAsync($"conversations/{conversation.Id}/activities", conversation.Token,
            $$"""{"type":"message","from":{"id":"u1"},"attachments":[{"name":"a.jpg","contentType":"image/jpeg","contentUrl":"data:image/jpeg;base64,{{Convert.ToBase64String(Jpeg)}}"}]}""");

        var url = (await conversation.ReadAsync()).Activities[1].GetProperty("attachments")[0].GetProperty("contentUrl").GetString()!;
        Assert.Equal(Jpeg, await app.Http.GetByteArrayAsync(new Uri(url), TestContext.Current.CancellationToken));
    }

    [Theory]
    [InlineData("aaaaaaaaaaaaaaaaaaaaaaaaaaaaaaaa")]
    [InlineData("..%2f..%2fsigning.key")]
    [InlineData("x")]
    public async Task A_file_nobody_stored_is_404(string id)
    {
        await using var app = await DirectLineApp.StartAsync();

        Assert.Equal(HttpStatusCode.NotFound, (await app.CallAsync("GET", "attachments/" + id)).Status);
    }

    [Theory]
    [InlineData("FFD8FFE1", "x", "image/jpeg")]
    [InlineData("89504E470D0A1A0A", "x", "image/png")]
    [InlineData("474946383961", "x", "image/gif")]
    [InlineData("524946460000000057454250", "x", "image/webp")]
    [InlineData("524946460000000057415645", "x", "audio/wav")]
    [InlineData("524946460000000041564920", "x", null)]
    [InlineData("255044462D312E37", "x", "application/pdf")]
    [InlineData("2321414D520A", "x", "audio/amr")]
    [InlineData("49443303", "x", "audio/mpeg")]
    [InlineData("FFFB9064", "x", "audio/mpeg")]
    [InlineData("FFFFFFFF", "x", null)]
    [InlineData("FFFE4800", "x", null)]
    [InlineData("00000018667479704D344120", "x", "audio/mp4")]
    [InlineData("00000018667479706D703432", "录音.m4a", "audio/mp4")]
    [InlineData("00000018667479706D703432", "录像.mp4", null)]
    [InlineData("000000186674797068656963", "x.heic", null)]
    [InlineData("3C73766720", "x.svg", null)]
    [InlineData("504B0304", "x.docx", null)]
    [InlineData("", "x.jpg", null)]
    public async Task A_file_is_what_its_first_bytes_say(string hex, string name, string? expected)
    {
        await using var app = await DirectLineApp.StartAsync();
        var conversation = await app.StartConversationAsync("u1");

        await UploadAsync(conversation, Form("""{"type":"message","from":{"id":"u1"}}""", (name, "image/jpeg", Convert.FromHexString(hex))));

        var attachment = (await conversation.ReadAsync()).Activities[1].GetProperty("attachments")[0];
        Assert.Equal(expected is not null, attachment.TryGetProperty("contentUrl", out _));
        Assert.Equal(expected ?? "application/octet-stream", attachment.GetProperty("contentType").GetString());
    }

    private static Task<Answer> UploadAsync(Conversation conversation, HttpContent content) =>
        conversation.App.CallAsync("POST", $"conversations/{conversation.Id}/upload?userId=u1", conversation.Token, content);

    // Byte for byte as a browser writes it: names in raw UTF-8, which MultipartFormDataContent would encode.
    private static ByteArrayContent Form(string activity, params (string Name, string Type, byte[] Bytes)[] files)
    {
        using var body = new MemoryStream();
        void Text(string text) => body.Write(Encoding.UTF8.GetBytes(text));
        Text("------WebKitFormBoundaryx\r\nContent-Disposition: form-data; name=\"activity\"; filename=\"blob\"\r\nContent-Type: application/vnd.microsoft.activity\r\n\r\n" + activity);
        foreach (var (name, type, bytes) in files)
        {
            Text($"\r\n------WebKitFormBoundaryx\r\nContent-Disposition: form-data; name=\"file\"; filename=\"{name}\"\r\nContent-Type: {type}\r\n\r\n");
            body.Write(bytes);
        }
        Text("\r\n------WebKitFormBoundaryx--\r\n");
        var content = new ByteArrayContent(body.ToArray());
        content.Headers.TryAddWithoutValidation("Content-Type", "multipart/form-data; boundary=----WebKitFormBoundaryx");
        return content;
    }
}
