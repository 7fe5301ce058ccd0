using System.Text.Json.Nodes;

namespace ProfessorForcing.Storage;

/// <summary>What goes into a checkpoint.</summary>
/// <param name="Files">Tensors by file name (<see cref="CheckpointFiles"/>).</param>
/// <param name="State">Step, data position, random streams, …: whatever the trainer needs, with finite numbers only.</param>
public sealed record CheckpointContents(IReadOnlyDictionary<string, SafetensorsContents> Files, JsonObject State);
