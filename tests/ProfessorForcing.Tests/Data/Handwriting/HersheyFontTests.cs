using System.Text;

using CsCheck;

using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class HersheyFontTests
{
    // A space, and an exclamation mark: a line and a dot.
    private const string Small = "  699  1JZ\n  714  6MWRFRT RRYR[\n";

    [Fact]
    public void A_glyph_has_its_strokes_from_the_left_edge_and_the_base_line()
    {
        var font = Parse(Small);
        Assert.Equal("made", font.Name);
        Assert.Equal((16, 0), (font.Glyph(' ').Advance, font.Glyph(' ').Strokes.Count));
        Assert.Equal(10, font.Glyph('!').Advance);
        Assert.Equal<(int, int)[]>([[(5, 21), (5, 7)], [(5, 2), (5, 0)]], font.Glyph('!').Strokes);
    }

    [Theory]
    [InlineData("  699  1JZ\n  714  6MWRF\nRT RR\nYR[\n")]
    [InlineData("  699  1JZ\r\n  714  6MWRFRT RR\r\nYR[\r\n")]
    [InlineData("  699  1JZ\n12345  6MWRFRT RRYR[")]
    [InlineData("  699  1JZ\n  714  9MW RRFRT R RRYR[ R\n")]
    public void Glyphs_may_go_on_in_the_next_line_and_lift_the_pen_more_than_once(string text) =>
        Assert.Equal(Parse(Small).Glyph('!').Strokes, Parse(text).Glyph('!').Strokes);

    [Fact]
    public void A_font_has_the_characters_that_have_strokes_and_the_space()
    {
        var font = Parse(Small + "  715  1JZ\n");
        Assert.True(font.Has(' ') && font.Has('!'));
        Assert.Equal(['"', 'a', 'é'], font.Missing("! \"aé\"a!"));
    }

    [Theory]
    [InlineData("", "'made.jhf' has no glyphs")]
    [InlineData("\n\n", "'made.jhf' has no glyphs")]
    [InlineData(Small + "  7", "'made.jhf', line 3: the file ends within a glyph's number: it is truncated")]
    [InlineData(Small + "  715  ", "'made.jhf', line 3: the file ends within a glyph's count of coordinate pairs: it is truncated")]
    [InlineData(Small + "  715  3MWRFR", "'made.jhf', line 3: the file ends within a glyph: it is truncated")]
    [InlineData(Small + "  7x5  1MW\n", "'made.jhf', line 3: a glyph's number is '  7x5', no number in 5 characters")]
    [InlineData(Small + "  715 -1MW\n", "'made.jhf', line 3: a glyph's count of coordinate pairs is ' -1', no number in 3 characters")]
    [InlineData(Small + "  715  0MW\n", "'made.jhf', line 3: a glyph has no coordinate pairs; the first are its edges")]
    [InlineData(Small + "  715  1WM\n", "'made.jhf', line 3: a glyph's right edge (-5) is left of its left edge (5)")]
    [InlineData(Small + "  715  2MW\tR\n", "'made.jhf', line 3: byte 0x09 is no coordinate")]
    [InlineData("  699  1JZ\n  714  6MWRFRT RRYR[RRRRRRRR\n", "'made.jhf', line 2: a glyph's number is 'RRRRR', no number")]
    public void What_is_wrong_with_a_font_is_named_with_its_line(string text, string expected) =>
        Assert.StartsWith(expected, MadeStrokes.Message("made.jhf", () => Parse(text)), StringComparison.Ordinal);

    [Fact]
    public void Damage_anywhere_is_read_as_something_or_is_the_clear_error() =>
        MadeStrokes.Damaged(Encoding.ASCII.GetBytes(Small)).Sample(bytes =>
        {
            try
            {
                var font = HersheyFont.Parse(bytes, "made.jhf");
                Assert.All(Enumerable.Range(' ', 95).Where(character => character == ' ' || font.Has((char)character)), character => Assert.All(font.Glyph((char)character).Strokes, Assert.NotEmpty));
            }
            catch (InputDataException refused)
            {
                Assert.StartsWith("'made.jhf'", refused.Message, StringComparison.Ordinal);
            }
        }, iter: 3000);

    [Fact]
    public void A_font_or_folder_that_is_missing_is_named_with_the_package()
    {
        using var folder = new TemporaryFolder();
        string Message(string path) => Assert.Throws<InputDataException>(() => HersheyFont.Open("scripts", path)).Message;
        Assert.EndsWith("/nowhere' of the Hershey fonts does not exist: install Debian's package hershey-fonts-data", Message(folder.Path + "/nowhere"), StringComparison.Ordinal);
        Assert.Contains("has no font 'scripts'; it has none (they are in Debian's package hershey-fonts-data)", Message(folder.Path), StringComparison.Ordinal);
        folder.Write("b.jhf", Small);
        folder.Write("a.jhf", Small);
        Assert.EndsWith("has no font 'scripts'; it has a, b", Message(folder.Path), StringComparison.Ordinal);
        Assert.Equal("b", HersheyFont.Open("b", folder.Path).Name);
    }

    [Fact]
    public void All_fonts_of_the_package_are_read()
    {
        foreach (var path in InstalledFonts.Files())
            Assert.Equal(Path.GetFileNameWithoutExtension(path), HersheyFont.Read(path).Name);
        // Hershey's roman A: two slanted lines and one across.
        Assert.Equal<(int, int)[]>([[(9, 21), (1, 0)], [(9, 21), (17, 0)], [(4, 7), (14, 7)]], InstalledFonts.Open("rowmans").Glyph('A').Strokes);
        Assert.All(HersheyWriter.UsualFonts, name => Assert.Empty(InstalledFonts.Open(name).Missing(new string([.. Enumerable.Range(' ', 95).Select(character => (char)character)]))));
    }

    private static HersheyFont Parse(string text) => HersheyFont.Parse(Encoding.ASCII.GetBytes(text), "made.jhf");
}
