namespace StationBot.Channels.Tencent;

/// <summary>Which document is read, for each must hold different things.</summary>
internal enum InboundPart
{
    /// <summary>The body of an encrypted request: <c>Encrypt</c>, and in compatible mode clear copies that nobody vouches for. wechat.md §8.</summary>
    Envelope,

    /// <summary>A message: who, to whom, of what type.</summary>
    Message,

    /// <summary>WeCom's: as a message, but news about customer service comes from nobody. wechat.md §19.</summary>
    Notice,
}

/// <summary>Why a document could not be read.</summary>
internal enum ReadFailure
{
    Empty,
    NotUtf8,
    TooLong,

    /// <summary>Not XML or JSON, or XML with a document type: entities are never expanded.</summary>
    Malformed,

    /// <summary>Something other than one <c>xml</c> element or one JSON object.</summary>
    WrongRoot,
    TooDeep,

    /// <summary>A field without which nothing can be done is absent or empty.</summary>
    FieldMissing,
}

/// <summary>A document from outside: its fields, or why there are none. Nothing in it is an exception. wechat.md §7.</summary>
internal abstract record InboundRead
{
    /// <summary>Ample for text. wechat.md §7.</summary>
    public const int MaxCharacters = 64 * 1024;

    /// <summary>Compatible mode carries a message in clear and encrypted.</summary>
    public const int MaxCompatibleCharacters = 3 * MaxCharacters;

    /// <summary>Elements inside elements; the deepest known field lies at five (SendPicsInfo/PicList/item/PicMd5Sum).</summary>
    public const int MaxDepth = 8;

    private InboundRead() { }

    public sealed record Parsed(InboundFields Fields) : InboundRead;

    public sealed record Refused(ReadFailure Why) : InboundRead;

    internal static InboundRead Of(InboundFields fields, InboundPart part)
    {
        var complete = part == InboundPart.Envelope
            ? !string.IsNullOrEmpty(fields.Encrypt)
            : !string.IsNullOrEmpty(fields.ToUserName) && !string.IsNullOrEmpty(fields.MsgType) && (part == InboundPart.Notice || !string.IsNullOrEmpty(fields.FromUserName));
        return complete ? new Parsed(fields) : new Refused(ReadFailure.FieldMissing);
    }
}
