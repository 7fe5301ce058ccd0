using System.Text.Json;
using System.Text.Json.Nodes;

using ProfessorForcing.Kernels.Storage;

namespace ProfessorForcing.Kernels.Models;

/// <summary>What a generator's file says besides its weights.</summary>
public static class GeneratorMetadata
{
    /// <summary>The key of the run's configuration, as JSON.</summary>
    public const string Config = "professor.config";

    /// <summary>The key of the description of the elements, as JSON; of a text it has the vocabulary.</summary>
    public const string Domain = "professor.domain";

    /// <summary>Reads one of them.</summary>
    /// <param name="file">The generator's file.</param>
    /// <param name="key">The key.</param>
    /// <exception cref="SafetensorsException">There is no such key, or something else under it.</exception>
    public static JsonObject Read(SafetensorsReader file, string key)
    {
        ArgumentNullException.ThrowIfNull(file);
        try
        {
            return file.Metadata.TryGetValue(key, out var text) && JsonNode.Parse(text) is JsonObject json
                ? json
                : throw new SafetensorsException($"{file.Path}: was not written by this program: it has no {key}");
        }
        catch (JsonException exception)
        {
            throw new SafetensorsException($"{file.Path}: {key} is not JSON", exception);
        }
    }
}
