using ProfessorForcing.Data;
using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class HersheyOptionsTests
{
    [Fact]
    public void A_tenth_of_the_lines_is_for_validation_and_another_for_test()
    {
        var (train, valid, test) = Open(new() { Lines = 40 });
        Assert.Equal((40, 4, 4), (train.Lines.Count, valid.Lines.Count, test.Lines.Count));
        Assert.Equal(48, new[] { train, valid, test }.SelectMany(set => set.Lines).Select(line => line.Text).Distinct().Count());
        Assert.Equal(("hershey-000000-0", "hershey-valid-000000-0", "hershey-test-000000-3"), (train.Lines[0].Id, valid.Lines[0].Id, test.Lines[3].Id));
        Assert.Equal((1, 1), Open(new() { Lines = 5 }) is var (_, few, one) ? (few.Lines.Count, one.Lines.Count) : default);
    }

    [Fact]
    public void Lines_follow_from_the_seed_alone()
    {
        static string Texts(HandwritingSet set) => string.Join('|', set.Lines.Select(line => line.Text));
        var (one, same, other) = (Open(new() { Lines = 10 }), Open(new() { Lines = 20 }), Open(new() { Lines = 10, Seed = 2 }));
        // Those for validation stay where they are when there are more lines for training; the alphabet of few lines may lack characters.
        Assert.Equal(one.Train.Lines.Select(line => line.Text), same.Train.Lines.Take(10).Select(line => line.Text));
        Assert.Equal(one.Valid.Lines[0].Points.Length, same.Valid.Lines[0].Points.Length);
        Assert.NotEqual(Texts(one.Train), Texts(other.Train));
        Assert.Equal(one.Train.Lines.SelectMany(line => line.Points), Open(new() { Lines = 10 }).Train.Lines.SelectMany(line => line.Points));
    }

    [Fact]
    public void Each_line_goes_on_into_the_next_of_its_eight()
    {
        var (train, _, _) = Open(new() { Lines = 10 });
        var (first, second, last) = (train.Lines[0], train.Lines[1], train.Lines[9]);
        var row = train.ReadRows([0], first.Points.Length + 50).Points[0];
        Assert.Equal(first.Points, row[..first.Points.Length]);
        Assert.Equal(second.Points[1..50], row[(first.Points.Length + 1)..]);
        // The ninth and the tenth line are on a form of two, and take turns.
        var piece = train.FirstPieces[9];
        row = train.ReadRows([piece], last.Points.Length + 50).Points[0];
        Assert.Equal(train.Lines[8].Points[1..50], row[(last.Points.Length + 1)..]);
        Assert.Equal([0, 0, 0, 0, 0, 0, 0, 0, 1, 1], train.FirstPieces.Select(train.UnitOf));
    }

    [Fact]
    public void Missing_fonts_are_named_with_their_package()
    {
        using var folder = new TemporaryFolder();
        var missing = Path.Combine(folder.Path, "fonts");
        Assert.Equal(
            $"folder '{missing}' of the Hershey fonts does not exist: install Debian's package hershey-fonts-data",
            Assert.Throws<InputDataException>(() => new HersheyOptions { Fonts = missing }.Open(folder.Locator)).Message);
    }

    private static (HandwritingSet Train, HandwritingSet Valid, HandwritingSet Test) Open(HersheyOptions options)
    {
        InstalledFonts.Files();
        using var folder = new TemporaryFolder();
        var domain = (HandwritingDomain)options.Open(folder.Locator);
        return (domain.Open(Split.Train), domain.Open(Split.Valid), domain.Open(Split.Test));
    }
}
