using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace ProfessorForcing.Storage;

/// <summary>What <c>state.json</c> holds.</summary>
/// <param name="Step">Training steps done.</param>
/// <param name="IsBest">Whether this was the best checkpoint when it was written.</param>
/// <param name="Checksums">SHA-256 of each safetensors file, in lower-case hexadecimal digits.</param>
/// <param name="State">The trainer's part.</param>
internal sealed record CheckpointState(long Step, bool IsBest, IReadOnlyDictionary<string, string> Checksums, JsonObject State)
{
    private const string Kind = "professor-forcing checkpoint";
    private const int Version = 1;
    private const long MaxBytes = 1 << 28;

    private static readonly JsonDocumentOptions ReadOptions = new() { AllowDuplicateProperties = false };
    private static readonly JsonSerializerOptions WriteOptions = new(JsonSerializerOptions.Default) { WriteIndented = true };

    /// <summary>The text of the file. It ends with a checksum of itself, so that no flipped bit goes unnoticed.</summary>
    public byte[] Serialize()
    {
        var json = new JsonObject
        {
            ["kind"] = Kind,
            ["version"] = Version,
            ["step"] = Step,
            ["best"] = IsBest,
            ["checksums"] = new JsonObject(Checksums
                .OrderBy(entry => entry.Key, StringComparer.Ordinal)
                .Select(entry => KeyValuePair.Create(entry.Key, (JsonNode?)entry.Value))),
            // Parsed from its own text, so that the checksum does not depend on how numbers are held in memory.
            ["state"] = JsonNode.Parse(State.ToJsonString()),
        };
        json["sha256"] = Hash(json);
        return Encoding.UTF8.GetBytes(json.ToJsonString(WriteOptions) + "\n");
    }

    /// <summary>Reads the file.</summary>
    /// <exception cref="CheckpointException">It is missing, damaged, or not of a checkpoint; the message does not name the checkpoint.</exception>
    public static CheckpointState Read(string path)
    {
        try
        {
            if (new FileInfo(path).Length > MaxBytes)
                throw new CheckpointException($"{CheckpointFiles.State} is too large for a checkpoint's");
            var json = JsonNode.Parse(File.ReadAllBytes(path), documentOptions: ReadOptions) as JsonObject
                ?? throw new CheckpointException($"{CheckpointFiles.State} is no object");
            return Interpret(json);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new CheckpointException($"{CheckpointFiles.State} is missing", exception);
        }
        // InvalidOperationException and FormatException: a member is not of the type that is asked of it.
        catch (Exception exception) when (exception is JsonException or InvalidOperationException or FormatException)
        {
            throw new CheckpointException($"{CheckpointFiles.State} is damaged: {exception.Message}", exception);
        }
        catch (Exception exception) when (WriteGuard.IsRefusal(exception))
        {
            throw new CheckpointException($"{CheckpointFiles.State} cannot be read: {exception.Message}", exception);
        }
    }

    private static CheckpointState Interpret(JsonObject json)
    {
        if (json["kind"] is not JsonValue kind || !kind.TryGetValue<string>(out var text) || text != Kind)
            throw new CheckpointException($"{CheckpointFiles.State} is not of a checkpoint of this program");
        if (Member(json, "version").GetValue<int>() is var version && version != Version)
            throw new CheckpointException($"format version {version}, but this program reads version {Version}");
        var stated = Member(json, "sha256").GetValue<string>();
        json.Remove("sha256");
        if (!string.Equals(stated, Hash(json), StringComparison.Ordinal))
            throw new CheckpointException($"{CheckpointFiles.State} does not match its checksum");
        var state = Member(json, "state").AsObject();
        json.Remove("state");
        return new CheckpointState(
            Member(json, "step").GetValue<long>(),
            Member(json, "best").GetValue<bool>(),
            Checked(Member(json, "checksums").AsObject()),
            state);
    }

    private static Dictionary<string, string> Checked(JsonObject checksums) =>
        checksums.ToDictionary(entry => entry.Key, entry => Member(checksums, entry.Key).GetValue<string>(), StringComparer.Ordinal);

    private static JsonNode Member(JsonObject json, string name) => json[name] ?? throw new FormatException($"'{name}' is missing");

    private static string Hash(JsonObject json) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(json.ToJsonString())));
}
