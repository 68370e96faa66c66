namespace StationBot.Channels.Speech;

/// <summary>Writes down what a resident said.</summary>
public interface ISpeechToText
{
    /// <summary>False: recordings are kept for staff, and residents are asked to type.</summary>
    bool IsOn { get; }

    /// <param name="name">With the extension that tells the format: <c>语音.amr</c>.</param>
    /// <returns>The words, or null when they cannot be had now; never an exception of the service.</returns>
    Task<string?> TranscribeAsync(string name, string contentType, ReadOnlyMemory<byte> recording, CancellationToken cancellationToken);
}
