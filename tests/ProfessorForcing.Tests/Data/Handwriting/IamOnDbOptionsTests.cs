using ProfessorForcing.Data;
using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class IamOnDbOptionsTests : IDisposable
{
    private static readonly PenPoint[] Points = [new(0, 0, false), new(3, -4, true), new(20, 5, false), new(4, 4, true)];

    private readonly TemporaryFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void The_real_data_have_the_published_lines_in_each_split()
    {
        var domain = (HandwritingDomain)new IamOnDbOptions().Open(RealData.With("iam-ondb/strokes.npz"));
        var sets = Enum.GetValues<Split>().Select(domain.Open).ToArray();
        Assert.Equal([5_364, 1_438, 3_859], sets.Select(set => set.Lines.Count));
        Assert.Equal([68_493, 18_399, 50_345], sets.Select(set => set.Count));
        Assert.Equal([3_298_296L, 885_938, 2_425_470], sets.Select(set => set.ElementCount));
        Assert.Equal(50, sets[0].SequenceLength);
        Assert.Equal(" !\"#&'()+,-./0123456789:;?ABCDEFGHIJKLMNOPQRSTUVWYZ[abcdefghijklmnopqrstuvwxyz", domain.Alphabet.Characters);
        Assert.Equal(39.342, domain.Normalization.Scale, 0.0005);
        // No training line has an X; what has one keeps its points.
        var line = sets[2].Lines.Single(line => line.Id == "a07-446z-02");
        Assert.Equal("editor. The mysterious Mr. sat", line.Text);
        var (independent, linear) = (domain.Baselines()[0].Nll(sets[1], false), domain.Baselines()[1].Nll(sets[1], false));
        Assert.InRange(independent, 1.3, 1.6);
        Assert.InRange(linear, -0.2, independent - 0.8);
    }

    [Fact]
    public void Real_lines_are_joined_by_moves_of_ordinary_length()
    {
        var set = ((HandwritingDomain)new IamOnDbOptions().Open(RealData.With("iam-ondb/strokes.npz"))).Open(Split.Valid);
        int[] starts = [.. Enumerable.Range(0, set.Count).Where(i => set.Points(i)[0] is { Dx: 0, Dy: 0 }).Take(300)];
        var rows = set.ReadRows(starts, 2_500).Points;
        // No move is longer than the longest of the recording, and all points are there.
        Assert.All(rows, row => Assert.Equal(2_500, row.Length));
        Assert.All(rows.SelectMany(row => row), point => Assert.InRange(Math.Sqrt(point.Dx * point.Dx + point.Dy * point.Dy), 0, 1000 / 39.34 + 0.01));
    }

    [Fact]
    public void The_original_is_found_where_it_is_said_or_usual_and_split_by_its_lists()
    {
        MadeStrokes.WriteOriginal(_folder, Made());
        Directory.CreateDirectory(Path.Combine(_folder.Path, "elsewhere/iam-ondb"));
        foreach (var entry in new[] { "ascii", "lineStrokes" })
            Directory.Move(Path.Combine(_folder.Path, entry), Path.Combine(_folder.Path, "elsewhere/iam-ondb", entry));
        Assert.Equal("a01-000u-01 a01-000u-02 | b02-017-01 | d04-000-01", Told(new IamOnDbOptions { Path = "elsewhere/iam-ondb", Lists = _folder.Path }.Open(_folder.Locator)));
        foreach (var list in Directory.GetFiles(_folder.Path, "*.txt"))
            File.Move(list, Path.Combine(_folder.Path, "elsewhere/iam-ondb", Path.GetFileName(list)));
        Assert.Equal("a01-000u-01 a01-000u-02 | b02-017-01 | d04-000-01", Told(new IamOnDbOptions { Path = "elsewhere/iam-ondb" }.Open(_folder.Locator)));
        Assert.Equal("a01-000u-01 a01-000u-02 | b02-017-01 | d04-000-01", Told(new IamOnDbOptions().Open(new DataLocator(Path.Combine(_folder.Path, "elsewhere"), _ => null))));
    }

    [Fact]
    public void Lines_of_a_form_follow_one_another()
    {
        MadeStrokes.WriteOriginal(_folder, Made());
        var domain = (HandwritingDomain)new IamOnDbOptions { Path = _folder.Path, SequenceLength = 4 }.Open(_folder.Locator);
        Assert.Equal("A MOVE to stop A MOVE to", string.Concat(domain.Open(Split.Train).ReadRows([0], 9).Texts[0].Select(number => domain.Alphabet.Characters[number])));
        Assert.Equal(("a01-000u", "lone"), (IamOnDbOptions.FormOf("a01-000u-03"), IamOnDbOptions.FormOf("lone")));
    }

    [Fact]
    public void What_is_missing_is_named()
    {
        Assert.StartsWith(
            "neither 'iam-ondb/strokes.npz' nor the original 'iam-ondb/lineStrokes' found in ",
            Assert.Throws<InputDataException>(() => new IamOnDbOptions().Open(_folder.Locator)).Message, StringComparison.Ordinal);
        Assert.StartsWith("folder 'nowhere' not found", Assert.Throws<InputDataException>(() => new IamOnDbOptions { Path = "nowhere" }.Open(_folder.Locator)).Message, StringComparison.Ordinal);
        MadeStrokes.WriteOriginal(_folder, [.. Made().Where(line => line.Split != IamSplit.Valid1)]);
        Assert.Equal(
            $"'{_folder.Path}' has no lines for the valid split that have a text and 2 points or more",
            Assert.Throws<InputDataException>(() => new IamOnDbOptions { Path = _folder.Path }.Open(_folder.Locator)).Message);
    }

    private static IamLine[] Made() =>
    [
        new(IamSplit.Train, new("a01-000u-01", "A MOVE to", Points)),
        new(IamSplit.Train, new("a01-000u-02", "stop", Points)),
        new(IamSplit.Valid1, new("b02-017-01", "to", Points)),
        new(IamSplit.Valid2, new("c03-000-01", "past", Points)),
        new(IamSplit.Test, new("d04-000-01", "pot", Points)),
        new(IamSplit.None, new("e05-000-01", "top", Points)),
    ];

    private static string Told(IDomain domain) =>
        string.Join(" | ", Enum.GetValues<Split>().Select(split => string.Join(' ', ((HandwritingDomain)domain).Open(split).Lines.Select(line => line.Id))));
}
