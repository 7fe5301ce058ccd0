using ProfessorForcing.Data;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Tests.Data;

public sealed class DataLocatorTests : IDisposable
{
    private readonly TemporaryFolder _given = new(), _environment = new(), _cache = new();

    private DataLocator Locator(string? root) => new(root, name => name switch
    {
        "PROFESSOR_DATA" => _environment.Path,
        "XDG_CACHE_HOME" => _cache.Path,
        _ => null,
    });

    private string Cache => Path.Combine(_cache.Path, "professor-forcing", "data");

    public void Dispose()
    {
        _given.Dispose();
        _environment.Dispose();
        _cache.Dispose();
    }

    [Fact]
    public void The_folder_of_the_command_line_comes_first_then_that_of_the_environment_then_the_cache()
    {
        Assert.Equal([_given.Path, _environment.Path, Cache], Locator(_given.Path).Roots);
        Assert.Equal([_environment.Path, Cache], Locator(null).Roots);
        var inCache = _cache.Write("professor-forcing/data/set/file.txt", "x");
        Assert.Equal(inCache, Locator(_given.Path).Find("set/file.txt"));
        var inEnvironment = _environment.Write("set/file.txt", "x");
        Assert.Equal(inEnvironment, Locator(_given.Path).Find("set/file.txt"));
        var given = _given.Write("set/file.txt", "x");
        Assert.Equal(given, Locator(_given.Path).Find("set/file.txt"));
    }

    [Fact]
    public void What_is_nowhere_is_an_error_that_lists_every_place() => Assert.Equal(
        $"data file 'set/file.txt' not found in {_given.Path}, {_environment.Path}, {Cache}; name the folder that holds it with --data-root or PROFESSOR_DATA",
        Assert.Throws<InputDataException>(() => Locator(_given.Path).Find("set/file.txt")).Message);

    [Fact]
    public void Where_packages_of_data_sets_lie_comes_last_if_it_is_there()
    {
        using var system = new TemporaryFolder();
        Assert.Equal(system.Path, new DataLocator(null, _ => null, system.Path).Roots[^1]);
        Assert.DoesNotContain("/nowhere", new DataLocator(null, _ => null, "/nowhere").Roots);
    }

    [Fact]
    public void Without_a_folder_in_the_environment_there_is_the_cache_alone()
    {
        var locator = new DataLocator("", name => name == "XDG_CACHE_HOME" ? _cache.Path : "");
        Assert.Equal([Cache], locator.Roots);
    }
}
