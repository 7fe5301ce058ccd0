using System.Security.Cryptography;
using System.Text.Json.Nodes;

using ProfessorForcing.Data;

using static TorchSharp.torch;

namespace ProfessorForcing.Training;

/// <summary>Tells whether data are still those that a run was trained on, from their size and some of their sequences.</summary>
internal static class DataFingerprint
{
    private const int Sequences = 256;
    private const string LengthKey = "sequence_length";

    /// <summary>What a checkpoint holds of the data.</summary>
    public static JsonObject Of(ISequenceSet train, ISequenceSet valid) => new()
    {
        [LengthKey] = train.SequenceLength,
        ["train"] = Of(train),
        ["valid"] = Of(valid),
    };

    /// <summary>Whether data may be those of a checkpoint. Those cut into sequences of another length cannot be compared.</summary>
    public static bool MayEqual(JsonObject? saved, JsonObject now) =>
        saved is null || !JsonNode.DeepEquals(saved[LengthKey], now[LengthKey]) || JsonNode.DeepEquals(saved, now);

    private static string Of(ISequenceSet set)
    {
        using var scope = NewDisposeScope();
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        hash.AppendData(BitConverter.GetBytes(set.ElementCount));
        var count = Math.Min(Sequences, set.Count);
        int[] indices = [.. Enumerable.Range(0, count).Select(i => (int)((long)i * set.Count / count))];
        using var elements = set.Read(indices).Elements.contiguous(); // [N, T, ...]
        hash.AppendData(elements.bytes);
        return Convert.ToHexStringLower(hash.GetHashAndReset());
    }
}
