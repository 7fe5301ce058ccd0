using System.Xml.Linq;

using ProfessorForcing.Configuration;
using ProfessorForcing.Forcing;
using ProfessorForcing.Reports;
using ProfessorForcing.Tests.Storage;

namespace ProfessorForcing.Tests.Reports;

public sealed class CurvePlotTests : IDisposable
{
    private static readonly RunComparison Comparison = RunComparison.Of(
        [
            LoggedRuns.Run(ForcingKind.Teacher, 1, 0.5),
            LoggedRuns.Run(ForcingKind.Teacher, 2, 0.6),
            LoggedRuns.Run(ForcingKind.Scheduled, 1, 0.7),
            LoggedRuns.Run(ForcingKind.Professor, 1, 0.4),
        ],
        ExperimentCatalog.Default);

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    /// <summary>The plot in the snapshot was looked at; a new one is taken with PROFESSOR_ACCEPT_SNAPSHOTS=1.</summary>
    [Fact]
    public void The_plot_is_the_known_one()
    {
        var path = RepositoryFiles.Find("tests", "ProfessorForcing.Tests", "Reports", "curves.svg");
        var actual = CurvePlot.ToSvg(Comparison);
        if (Environment.GetEnvironmentVariable("PROFESSOR_ACCEPT_SNAPSHOTS") is "1")
            File.WriteAllText(path, actual);
        Assert.True(File.ReadAllText(path).ReplaceLineEndings("\n") == actual, $"the plot differs from {path}");
        Assert.Equal(actual, CurvePlot.ToSvg(Comparison));
    }

    [Fact]
    public void Text_is_in_the_plot_on_a_machine_without_fonts_too()
    {
        // Its letters are placed by the widths of the library's own font, whatever is installed.
        var texts = XDocument.Parse(CurvePlot.ToSvg(Comparison)).Descendants().Where(element => element.Name.LocalName == "text").ToArray();
        Assert.All(texts, text => Assert.StartsWith("Inter,", (string)text.Attribute("font-family")!, StringComparison.Ordinal));
        string[] words = [.. texts.Select(text => text.Value.Trim())];
        Assert.All(
            ["teacher, 2 seeds", "scheduled", "professor", "step", "seconds", "bits per character, training faint"],
            word => Assert.Contains(word, words));
    }

    [Fact]
    public void Every_method_has_a_colour_of_its_own_in_both_halves()
    {
        var lines = XDocument.Parse(CurvePlot.ToSvg(Comparison)).Descendants()
            .Where(element => element.Parent?.Attribute("clip-path") is not null && element.Name.LocalName == "path")
            .GroupBy(element => (string?)element.Attribute("stroke"))
            .ToDictionary(group => group.Key!, group => group.Count());
        // Two curves a run in each half, and one line in the legend.
        Assert.Equal((9, 5, 5), (lines["#0072B2"], lines["#E69F00"], lines["#009E73"]));
    }

    [Fact]
    public void Settings_of_one_method_have_marks_of_their_own()
    {
        var other = LoggedRuns.Run(ForcingKind.Teacher, 1, 0.55);
        var settings = RunComparison.Of([Comparison.Runs[0], other with { Options = other.Options with { Name = "other" } }], ExperimentCatalog.Default);
        var shapes = XDocument.Parse(CurvePlot.ToSvg(settings)).Descendants().ToArray();
        // Two curves a run in each half, and two lines in the legend; of the second run both validations in each half, and its line in the legend.
        Assert.Equal(10, shapes.Count(shape => shape.Name.LocalName == "path" && (string?)shape.Attribute("stroke") == "#0072B2"));
        Assert.Equal(5, shapes.Count(shape => shape.Name.LocalName == "ellipse" && (string?)shape.Attribute("fill") == "#0072B2"));
    }

    [Fact]
    public void A_file_is_written_in_the_kind_of_its_ending()
    {
        CurvePlot.Write(_folder["curves.PNG"], Comparison);
        Assert.Equal([0x89, (byte)'P', (byte)'N', (byte)'G'], File.ReadAllBytes(_folder["curves.PNG"])[..4]);
        CurvePlot.Write(_folder["curves.svg"], Comparison);
        Assert.Equal("svg", XDocument.Load(_folder["curves.svg"]).Root!.Name.LocalName);
        var exception = Assert.Throws<ConfigurationException>(() => CurvePlot.Write(_folder["curves.pdf"], Comparison));
        Assert.EndsWith("its name must end with .svg or .png", exception.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void What_cannot_be_drawn_is_one_clear_error()
    {
        var words = RunComparison.Of([.. Comparison.Runs, LoggedRuns.Run(ForcingKind.Teacher, 1, 0.5, unit: "perplexity")], ExperimentCatalog.Default);
        Assert.Equal("runs in bits per character and runs in perplexity do not go into one plot", Assert.Throws<ConfigurationException>(() => CurvePlot.ToSvg(words)).Message);
        var none = RunComparison.Of([LoggedRun.Of("run", Comparison.Runs[0].Options, [])], ExperimentCatalog.Default);
        Assert.Equal("there is nothing to plot: no run has metrics yet", Assert.Throws<ConfigurationException>(() => CurvePlot.ToSvg(none)).Message);
    }
}
