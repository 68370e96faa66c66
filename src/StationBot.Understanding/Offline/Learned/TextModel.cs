using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Security.Cryptography;
using System.Text.Json;

namespace StationBot.Understanding.Offline.Learned;

/// <summary>What a model is and how it was made; kept inside its file.</summary>
/// <param name="Labels">In the order of the scores.</param>
/// <param name="Many">True when several labels may hold at once, each with a probability of its own; false when exactly one does.</param>
/// <param name="Longest">Characters of the longest run looked at.</param>
/// <param name="Sources">Where the texts came from, with counts.</param>
/// <param name="Measured">Figures on texts not trained on, by name.</param>
public sealed record ModelCard(
    string Name, IReadOnlyList<string> Labels, bool Many, int Longest, DateTimeOffset TrainedAt,
    IReadOnlyDictionary<string, int> Sources, IReadOnlyDictionary<string, double> Measured);

/// <summary>
/// A linear classifier over <see cref="Grams"/>: weights per run and label in 8 bits, scores made probabilities by what was measured on
/// texts it had not seen. Immutable and thread safe; a hundred characters take some microseconds.
/// </summary>
public sealed class TextModel
{
    private readonly Vocabulary _vocabulary;
    private readonly sbyte[] _weights;
    private readonly float[] _scales;
    private readonly float[] _bias;
    private readonly float[] _slopes;
    private readonly float[] _offsets;

    private TextModel(ModelCard card, Vocabulary vocabulary, sbyte[] weights, float[] scales, float[] bias, float[] slopes, float[] offsets) =>
        (Card, _vocabulary, _weights, _scales, _bias, _slopes, _offsets) = (card, vocabulary, weights, scales, bias, slopes, offsets);

    public ModelCard Card { get; }

    /// <summary>The same model with figures on its card.</summary>
    public TextModel With(IReadOnlyDictionary<string, double> measured) =>
        new(Card with { Measured = measured }, _vocabulary, _weights, _scales, _bias, _slopes, _offsets);

    /// <summary>Probability of each label, in the order of the card: they sum to 1, or stand alone where several labels may hold.</summary>
    /// <param name="fields">The texts of one message in their normal form, the longest (body) last.</param>
    public float[] Predict(params ReadOnlySpan<string> fields)
    {
        var (indices, values) = _vocabulary.Read(fields, Card.Longest);
        var scores = Score(CollectionsMarshal.AsSpan(indices), CollectionsMarshal.AsSpan(values));
        Calibrate(scores, Card.Many, _slopes, _offsets);
        return scores;
    }

    /// <summary>Scores to probabilities, in place.</summary>
    internal static void Calibrate(Span<float> scores, bool many, ReadOnlySpan<float> slopes, ReadOnlySpan<float> offsets)
    {
        var (most, sum) = (float.NegativeInfinity, 0f);
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = (scores[i] * slopes[i]) + offsets[i];
            most = Math.Max(most, scores[i]);
        }
        for (var i = 0; i < scores.Length; i++)
        {
            scores[i] = many ? 1 / (1 + MathF.Exp(-scores[i])) : MathF.Exp(scores[i] - most);
            sum += scores[i];
        }
        for (var i = 0; !many && i < scores.Length; i++)
        {
            scores[i] /= sum;
        }
    }

    private float[] Score(ReadOnlySpan<int> indices, ReadOnlySpan<float> values)
    {
        var labels = _bias.Length;
        var scores = new float[labels];
        for (var k = 0; k < indices.Length; k++)
        {
            var row = _weights.AsSpan(indices[k] * labels, labels);
            var value = values[k];
            for (var label = 0; label < row.Length; label++)
            {
                scores[label] += row[label] * value;
            }
        }
        for (var label = 0; label < labels; label++)
        {
            scores[label] = (scores[label] * _scales[label]) + _bias[label];
        }
        return scores;
    }

    /// <param name="weights">By label, each as long as the vocabulary.</param>
    internal static TextModel Make(ModelCard card, Vocabulary vocabulary, float[][] weights, float[] bias, float[] slopes, float[] offsets)
    {
        // A run whose weight rounds to nothing for every label says nothing: it is left out.
        var scales = weights.Select(w => Math.Max(w.Max(Math.Abs), 1e-6f) / sbyte.MaxValue).ToArray();
        sbyte Round(int label, int gram) => (sbyte)MathF.Round(weights[label][gram] / scales[label]);
        var kept = Enumerable.Range(0, vocabulary.Count).Where(g => Enumerable.Range(0, weights.Length).Any(l => Round(l, g) != 0)).ToArray();
        var rounded = new sbyte[kept.Length * weights.Length];
        for (var k = 0; k < kept.Length; k++)
        {
            for (var label = 0; label < weights.Length; label++)
            {
                rounded[(k * weights.Length) + label] = Round(label, kept[k]);
            }
        }
        return new TextModel(card, vocabulary.Only(kept), rounded, scales, bias, slopes, offsets);
    }

    private static ReadOnlySpan<byte> Magic => "StationBot text model 1\n"u8;

    /// <summary>Writes the file: a line that names the format, the SHA-256 of the rest, and the rest compressed.</summary>
    public void Save(Stream file)
    {
        using var body = new MemoryStream();
        using (var packed = new BrotliStream(body, CompressionLevel.SmallestSize, leaveOpen: true))
        using (var writer = new BinaryWriter(packed))
        {
            writer.Write(JsonSerializer.Serialize(Card, ModelJson.Default.ModelCard));
            _vocabulary.Save(writer);
            writer.Write(MemoryMarshal.AsBytes(_weights.AsSpan()));
            foreach (var number in (float[])[.. _scales, .. _bias, .. _slopes, .. _offsets])
            {
                writer.Write(number);
            }
        }
        file.Write(Magic);
        file.Write(SHA256.HashData(body.GetBuffer().AsSpan(0, (int)body.Length)));
        file.Write(body.GetBuffer(), 0, (int)body.Length);
    }

    /// <summary>
    /// Writes the file whole or not at all: packing takes seconds, and whoever stops the program meanwhile, or when the disk is full, leaves what
    /// stood there in place. A left-over <c>.new</c> beside it is nobody's and is written over next time.
    /// </summary>
    /// <exception cref="IOException">It cannot be written.</exception>
    /// <exception cref="UnauthorizedAccessException">It may not be written.</exception>
    public void SaveTo(string file)
    {
        using var packed = new MemoryStream();
        Save(packed);
        var unfinished = file + Unfinished;
        using (var stream = File.Create(unfinished))
        {
            stream.Write(packed.GetBuffer(), 0, (int)packed.Length);
            stream.Flush(flushToDisk: true);
        }
        File.Move(unfinished, file, overwrite: true);
    }

    /// <summary>Ends the name of a file that is being written.</summary>
    public const string Unfinished = ".new";

    /// <exception cref="FormatException">Not a model, cut off or changed; the message says which.</exception>
    public static TextModel Load(Stream file)
    {
        using var copy = new MemoryStream();
        file.CopyTo(copy);
        var bytes = copy.GetBuffer().AsSpan(0, (int)copy.Length);
        if (!bytes.StartsWith(Magic))
        {
            throw new FormatException("it is no StationBot text model (or one of another version)");
        }
        if (bytes.Length < Magic.Length + SHA256.HashSizeInBytes)
        {
            throw new FormatException("it is cut off");
        }
        var body = bytes[(Magic.Length + SHA256.HashSizeInBytes)..];
        if (!SHA256.HashData(body).AsSpan().SequenceEqual(bytes[Magic.Length..][..SHA256.HashSizeInBytes]))
        {
            throw new FormatException("it is damaged: its checksum does not fit");
        }
        using var reader = new BinaryReader(new BrotliStream(new MemoryStream(body.ToArray()), CompressionMode.Decompress));
        var card = JsonSerializer.Deserialize(reader.ReadString(), ModelJson.Default.ModelCard)!;
        var labels = card.Labels.Count;
        var vocabulary = Vocabulary.Load(reader);
        var weights = new sbyte[vocabulary.Count * labels];
        reader.BaseStream.ReadExactly(MemoryMarshal.AsBytes(weights.AsSpan()));
        float[] Floats() => [.. Enumerable.Range(0, labels).Select(_ => reader.ReadSingle())];
        return new TextModel(card, vocabulary, weights, Floats(), Floats(), Floats(), Floats());
    }
}

/// <summary>Numbers at places, each place once.</summary>
internal readonly record struct SparseVector(int[] Indices, float[] Values);

[System.Text.Json.Serialization.JsonSerializable(typeof(ModelCard))]
internal sealed partial class ModelJson : System.Text.Json.Serialization.JsonSerializerContext;
