using CsCheck;

using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Tests.Data.Handwriting;

public sealed class PenTextTests
{
    [Fact]
    public void Lines_end_where_the_text_says_or_at_the_last_space_that_fits()
    {
        Assert.Equal(["one two", "three", "a b"], PenText.Lines("one  two three\n\n\ta b \r\n", 8));
        Assert.Equal(["one two", "three"], PenText.Lines("one two three", 7));
        Assert.Equal(["one", "two", "three"], PenText.Lines("one two three", 6));
        Assert.Empty(PenText.Lines(" \n ", 8));
    }

    [Fact]
    public void A_word_longer_than_a_line_is_refused_by_name() => Assert.Equal(
        "the word 'abcdefghijklmnopqrst…' has 26 characters, more than the 25 of a line",
        Assert.Throws<InputDataException>(() => PenText.Lines("a abcdefghijklmnopqrstuvwxyz", 25)).Message);

    [Fact]
    public void No_word_is_lost_and_no_line_is_longer_than_it_may_be() =>
        Gen.Select(Gen.Int[1, 12].Array[0, 40], Gen.Int[0, 30]).Sample((lengths, more) =>
        {
            string[] words = [.. lengths.Select((length, i) => new string((char)('a' + i % 26), length))];
            var most = lengths.Append(1).Max() + more;
            var lines = PenText.Lines(string.Join(' ', words), most);
            Assert.Equal(words, lines.SelectMany(line => line.Split(' ')));
            Assert.All(lines, line => Assert.True(line.Length <= most));
            // None could have taken the next word, too.
            Assert.All(lines.Zip(lines.Skip(1)), pair => Assert.True(pair.First.Length + 1 + pair.Second.Split(' ')[0].Length > most));
        });
}
