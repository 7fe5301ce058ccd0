using System.Text.Json.Nodes;

using ProfessorForcing.Data;
using ProfessorForcing.Discriminators;

namespace ProfessorForcing.Configuration;

/// <summary>
/// The named experiments (<c>experiments/*.json</c>, embedded in the library) and experiments in files of one's own. One may
/// hold <c>"base"</c>, the name of another (or, in a file, the path of a file relative to it), and then only the
/// differences from it.
/// </summary>
/// <param name="kinds">The kinds of data there are.</param>
public sealed class ExperimentCatalog(OptionKinds kinds)
{
    private const string BaseKey = "base";
    private const string ResourcePrefix = "experiments/";
    private const string Extension = ".json";

    /// <summary>The records behind <c>data.kind</c> and <c>discriminator.kind</c>.</summary>
    public static OptionKinds Kinds { get; } = OptionKinds.None
        .With(typeof(DataOptions), DataKinds.All)
        .With(typeof(DiscriminatorOptions), DiscriminatorKinds.All, DiscriminatorKinds.Default);

    /// <summary>The catalog with all kinds of data.</summary>
    public static ExperimentCatalog Default { get; } = new(Kinds);

    /// <summary>The names of the embedded experiments, in order.</summary>
    public static IReadOnlyList<string> Names { get; } =
    [
        .. typeof(ExperimentCatalog).Assembly.GetManifestResourceNames()
            .Where(name => name.StartsWith(ResourcePrefix, StringComparison.Ordinal))
            .Select(name => name[ResourcePrefix.Length..^Extension.Length])
            .Order(StringComparer.Ordinal),
    ];

    /// <summary>Loads an experiment, lays assignments over it and checks the result.</summary>
    /// <param name="experiment">A name from <see cref="Names"/>, or the path of a file that ends with <c>.json</c>.</param>
    /// <param name="assignments">Changes, each <c>key=value</c> with the key's sections separated by dots.</param>
    /// <exception cref="ConfigurationException">No such experiment, or its configuration cannot be run; with every error found.</exception>
    public ExperimentOptions Load(string experiment, IEnumerable<string>? assignments = null)
    {
        ArgumentException.ThrowIfNullOrEmpty(experiment);
        return Read(Resolve(experiment, []), assignments);
    }

    /// <summary>Loads the configuration of a run.</summary>
    /// <param name="folder">The run's folder.</param>
    /// <param name="assignments">Changes, as for <see cref="Load"/>.</param>
    /// <exception cref="ConfigurationException">The folder has no <c>config.json</c>, or it cannot be run; with every error found.</exception>
    public ExperimentOptions LoadRun(string folder, IEnumerable<string>? assignments = null)
    {
        var path = Path.Combine(folder, "config.json");
        return File.Exists(path)
            ? Read(ReadFile(path), assignments)
            : throw new ConfigurationException($"'{folder}' is no run folder: it has no config.json");
    }

    /// <summary>Reads a configuration that is complete, such as a run's <c>config.json</c>, and lays assignments over it.</summary>
    /// <param name="config">The configuration; unchanged.</param>
    /// <param name="assignments">Changes, as for <see cref="Load"/>.</param>
    /// <exception cref="ConfigurationException">It cannot be run; with every error found.</exception>
    public ExperimentOptions Read(JsonObject config, IEnumerable<string>? assignments = null)
    {
        ArgumentNullException.ThrowIfNull(config);
        var errors = new List<string>();
        var changes = new Overrides(kinds).Parse(assignments ?? [], config, typeof(ExperimentOptions), errors);
        var merged = new OptionsMerge(kinds).Overlay(config, changes, typeof(ExperimentOptions));
        return new OptionsBinder(kinds).Bind<ExperimentOptions>(merged, errors);
    }

    /// <summary>The configuration of an experiment, fully resolved, as a run's <c>config.json</c> holds it.</summary>
    public JsonObject Write(ExperimentOptions options) => new OptionsWriter(kinds).Write(options);

    /// <summary>The text of <see cref="Write"/>, one key a line, as it stands in a file.</summary>
    public string WriteText(ExperimentOptions options) => Write(options).ToJsonString(JsonText.Indented) + "\n";

    private JsonObject Resolve(string experiment, IReadOnlyList<string> derived)
    {
        if (derived.Contains(experiment))
            throw new ConfigurationException($"base: {string.Join(" → ", derived)} → {experiment} goes round in a circle");
        var isFile = experiment.EndsWith(Extension, StringComparison.OrdinalIgnoreCase);
        var json = isFile ? ReadFile(experiment) : ReadResource(experiment);
        if (!json.Remove(BaseKey, out var value))
            return json;
        if (value is not JsonValue text || !text.TryGetValue<string>(out var parent) || parent.Length == 0)
            throw new ConfigurationException($"{experiment}: base: {ValueReader.Show(value)} is not the name of an experiment or file");
        if (isFile && parent.EndsWith(Extension, StringComparison.OrdinalIgnoreCase))
            parent = Path.Combine(Path.GetDirectoryName(Path.GetFullPath(experiment))!, parent);
        return new OptionsMerge(kinds).Overlay(Resolve(parent, [.. derived, experiment]), json, typeof(ExperimentOptions));
    }

    private static JsonObject ReadResource(string name)
    {
        using var stream = typeof(ExperimentCatalog).Assembly.GetManifestResourceStream(ResourcePrefix + name + Extension)
            ?? throw new ConfigurationException($"unknown experiment '{name}'; allowed: {string.Join(", ", Names)}, or the path of a .json file");
        using var bytes = new MemoryStream();
        stream.CopyTo(bytes);
        return JsonText.ParseObject(bytes.ToArray(), name);
    }

    private static JsonObject ReadFile(string path)
    {
        try
        {
            return JsonText.ParseObject(File.ReadAllBytes(path), path);
        }
        catch (Exception exception) when (exception is FileNotFoundException or DirectoryNotFoundException)
        {
            throw new ConfigurationException($"experiment file '{path}' does not exist");
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            throw new ConfigurationException($"experiment file '{path}' cannot be read: {exception.Message}");
        }
    }
}
