using System.Text.Json.Nodes;

using ProfessorForcing.Storage;

namespace ProfessorForcing.Tests.Storage;

/// <summary>Small checkpoints for tests.</summary>
internal static class StoredValues
{
    public static SafetensorsContents File(params float[] values) =>
        new(new Dictionary<string, StoredTensor> { ["weight"] = StoredTensor.From(values, values.Length) },
            new Dictionary<string, string> { ["format"] = "pt" });

    public static CheckpointContents Checkpoint(float value, int size = 3) => new(
        new Dictionary<string, SafetensorsContents>
        {
            [CheckpointFiles.Generator] = File([.. Enumerable.Repeat(value, size)]),
            [CheckpointFiles.Optimizers] = File(value + 0.5f),
        },
        new JsonObject { ["value"] = value, ["random"] = ulong.MaxValue, ["third"] = 1.0 / 3 });
}
