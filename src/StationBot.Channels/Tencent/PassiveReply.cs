namespace StationBot.Channels.Tencent;

/// <summary>The one answer that travels in the response itself. Media ids were uploaded beforehand. wechat.md §9.</summary>
internal abstract record PassiveReply
{
    private PassiveReply() { }

    /// <param name="Content">At most about 2,000 bytes: see <see cref="TextPieces"/>.</param>
    public sealed record Text(string Content) : PassiveReply;

    public sealed record Image(string MediaId) : PassiveReply;

    public sealed record Voice(string MediaId) : PassiveReply;

    public sealed record Video(string MediaId, string? Title = null, string? Description = null) : PassiveReply;

    public sealed record Music(string ThumbMediaId, string? Title = null, string? Description = null, string? MusicUrl = null, string? HQMusicUrl = null)
        : PassiveReply;

    /// <summary>One article: more are refused when answering a message.</summary>
    public sealed record News(string Title, string Description, string PicUrl, string Url) : PassiveReply;

    /// <summary>Hands the chat to the account's human agents.</summary>
    /// <param name="KfAccount">A certain one; null for whoever is free.</param>
    public sealed record TransferCustomerService(string? KfAccount = null) : PassiveReply;
}
