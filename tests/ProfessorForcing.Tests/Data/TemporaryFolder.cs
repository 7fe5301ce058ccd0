using ProfessorForcing.Data;

namespace ProfessorForcing.Tests.Data;

/// <summary>A folder that is gone after the test.</summary>
internal sealed class TemporaryFolder : IDisposable
{
    public string Path { get; } = Directory.CreateTempSubdirectory("professor-test-").FullName;

    /// <summary>Finds data sets here and nowhere else, whatever the environment says.</summary>
    public DataLocator Locator => new(Path, name => name == "XDG_CACHE_HOME" ? Path : null) { Report = Reports.Add };

    /// <summary>What was told of data that are not used.</summary>
    public List<string> Reports { get; } = [];

    public string Write(string name, byte[] content)
    {
        var path = System.IO.Path.Combine(Path, name);
        Directory.CreateDirectory(System.IO.Path.GetDirectoryName(path)!);
        File.WriteAllBytes(path, content);
        return path;
    }

    public string Write(string name, string content) => Write(name, System.Text.Encoding.UTF8.GetBytes(content));

    public void Dispose() => Directory.Delete(Path, recursive: true);
}
