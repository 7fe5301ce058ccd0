using CsCheck;

using ProfessorForcing.Evaluation.Handwriting;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Tests.Evaluation.Handwriting;

public sealed class WindowReadingTests
{
    [Fact]
    public void A_window_that_goes_over_all_characters_reads_the_text_once()
    {
        var reading = Read("a bit", 0, 0, 0, 1, 2, 2, 3, 3, 3, 4, 4);
        Assert.Equal([0, 0, 0, 1, 2, 2, 3, 3, 3, 4, 4], reading.Path);
        Assert.Equal((4, 5), (reading.Furthest, reading.Passed));
        Assert.True(reading.ReadsOnce);
        AssertFaults(reading, [], [], []);
    }

    [Fact]
    public void A_window_whose_centre_moves_reads_once_whatever_its_width_and_weight() =>
        Gen.Select(Gen.String[Gen.Char['a', 'e'], 1, 20], Gen.Double[0.2, 5], Gen.Double[0.02, 10], Gen.Double[0.02, 0.3]).Sample((text, width, weight, speed) =>
        {
            var steps = (int)(text.Length / speed) + 1;
            var reading = WindowReading.Of(text, [.. Enumerable.Range(0, steps).Select(t => Gaussian(text.Length + 1, speed * t, width, weight))]);
            Assert.True(reading.ReadsOnce);
            Assert.Empty(reading.Stuck);
        });

    [Fact]
    public void What_is_jumped_over_is_skipped_and_what_was_not_come_to_is_unread()
    {
        var reading = Read("letters", 0, 0, 0, 1, 1, 1, 4, 4, 4, 5, 5, 5);
        AssertFaults(reading, [2, 3], [], []);
        Assert.Equal((5, 6), (reading.Furthest, reading.Passed));
        Assert.False(reading.IsFinished);
    }

    [Theory]
    [InlineData(0.32f, true)]
    [InlineData(0.35f, false)]
    public void A_character_with_a_third_of_the_weight_of_those_beside_it_is_read_in_passing(float weight, bool isSkipped)
    {
        // The neighbours' largest weights are 0.9 and 1.1; the character before is skipped and is no measure.
        var weights = Weights(5, [0, 0, 0, 3, 3, 3, 4]);
        (weights[0][0], weights[1][0], weights[2][0]) = (0.9f, 0.9f, 0.9f);
        (weights[3][3], weights[4][3], weights[5][3]) = (1.1f, 1.1f, 1.1f);
        // Seen while another place, which is no neighbour, has far more.
        (weights[6][4], weights[6][2]) = (5, weight);
        Assert.Equal(isSkipped ? [1, 2] : [1], WindowReading.Of("dense", weights).Skipped);
    }

    [Fact]
    public void A_space_is_skipped_only_where_a_character_beside_it_is()
    {
        AssertFaults(Read("to be  so", 0, 0, 0, 1, 1, 1, 3, 3, 3, 4, 4, 4, 7, 7, 7, 8, 8, 8), [], [], []);
        AssertFaults(Read("to be so", 0, 0, 0, 1, 1, 1, 4, 4, 4, 6, 6, 6, 7), [2, 3], [], []);
        AssertFaults(Read("to be so", 0, 0, 0, 1, 1, 1, 3, 3, 3, 6, 6, 6, 7), [4, 5], [], []);
    }

    [Fact]
    public void Coming_back_from_two_characters_further_repeats()
    {
        AssertFaults(ReadAgain("again", 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4), [], [1], []);
        AssertFaults(ReadAgain("again", 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4, 4, 4, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4), [], [1, 2], []);
        // A step at which the window is nowhere does not break a row.
        AssertFaults(ReadAgain("again", 0, 1, 2, 3, -1, 3, 3, 1, 1, -1, 1, 4), [], [1], []);
    }

    [Theory]
    [InlineData(21, false)]
    [InlineData(22, true)]
    public void A_lagging_gaussian_repeats_a_character_if_it_leads_for_as_long_as_one_takes(int steps, bool isRepeated)
    {
        // One goes over a character in 20 steps, another at half its speed; at step 160, when they are at the 8th and the 4th, the former fades for a time.
        float[][] weights = [.. Enumerable.Range(0, 220).Select(t =>
        {
            var lagging = Math.Min(t, 150) / 40.0 + Math.Max(0, t - 150) / 400.0;
            return Gaussian(12, t / 20.0, 0.5, t >= 160 && t < 160 + steps ? 0.01 : 1).Zip(Gaussian(12, lagging, 0.5, 0.25), (a, b) => a + b).ToArray();
        })];
        AssertFaults(WindowReading.Of("a long line", weights), [], isRepeated ? [4] : [], []);
    }

    [Fact]
    public void Flickering_repeats_nothing()
    {
        // Between neighbours; for too short a time back; for too short a time ahead; never in a row.
        AssertFaults(ReadAgain("flick", 0, 0, 0, 1, 1, 0, 0, 0, 1, 1, 2, 2, 1, 1, 1, 2, 3, 4), [], [], []);
        AssertFaults(ReadAgain("flick", 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 0, 0, 3, 4), [], [], []);
        AssertFaults(ReadAgain("flick", 0, 0, 0, 1, 4, 4, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4), [], [], []);
        AssertFaults(ReadAgain("flick", 0, 1, 3, 3, 1, 3, 3, 1, 3, 1, 1, 2, 4, 4), [], [], []);
        AssertFaults(Read("flick", 0, 0, 0, 1, 1, 1, 2, 2, 2, 3, 3, 3, 1, 1, 1, 2, 2, 2, 3, 3, 3, 4), [], [], []);
    }

    [Fact]
    public void Gaussians_that_lag_behind_are_not_where_the_window_reads()
    {
        // One that leads, and one with more weight that stays at the start.
        float[][] weights = [.. Enumerable.Range(0, 72).Select(t => Gaussian(6, t / 16.0, 0.5, 0.4).Zip(Gaussian(6, t / 200.0, 0.4, 0.9), (a, b) => a + b).ToArray())];
        var reading = WindowReading.Of("leads", weights);
        Assert.True(reading.ReadsOnce);
        Assert.Equal(reading.Path.Order(), reading.Path);
        Assert.Equal([0, 2, 3, 4], reading.Path.Distinct());
        Assert.All(WindowReading.Of("leads", weights, new() { LeastShare = 1 }).Path, place => Assert.Equal(0, place));
        Assert.Equal([0, 2], WindowReading.Of("lag", [[1, 0, 0.29f], [1, 0, 0.31f]]).Path);
    }

    [Fact]
    public void A_glance_ahead_is_no_progress()
    {
        var reading = Read("a long text", 0, 0, 0, 1, 2, 10, 2, 2, 3, 3, 3, 4);
        Assert.Equal(4, reading.Furthest);
        AssertFaults(reading, [], [], []);
        Assert.False(reading.IsFinished);
    }

    [Theory]
    [InlineData("on. ", new[] { 0, 0, 1, 2 }, true)]
    [InlineData("on. ", new[] { 0, 0, 1, 3 }, true)]
    [InlineData("on. ", new[] { 0, 0, 1, 4 }, true)]
    [InlineData("on. ", new[] { 0, 0, 1, 1 }, false)]
    [InlineData("on. ", new[] { 2, 0, 1, 1 }, false)]
    [InlineData("on. ", new[] { 0, 2, 2, 3, 1 }, true)]
    public void The_end_is_the_last_character_with_ink_or_beyond(string text, int[] path, bool isFinished) =>
        Assert.Equal(isFinished, WindowReading.Of(text, Weights(text.Length + 1, path)).IsFinished);

    [Fact]
    public void A_last_character_that_is_passed_over_on_the_way_to_the_end_is_skipped()
    {
        var reading = WindowReading.Of("end", Weights(4, [0, 0, 0, 1, 1, 1, 3]));
        AssertFaults(reading, [2], [], []);
        Assert.Equal((3, 3, true, false), (reading.Furthest, reading.Passed, reading.IsFinished, reading.ReadsOnce));
    }

    [Fact]
    public void Staying_long_is_being_stuck_but_not_at_the_end()
    {
        var options = new WindowReadingOptions { MostSteps = 4 };
        int[] path = [0, 1, 1, 1, 1, 2, 1, 2, 2, 2, 2, 2, 2];
        AssertFaults(WindowReading.Of("stay", Weights(4, path), options), [], [], [1, 2]);
        AssertFaults(WindowReading.Of("ink ", Weights(4, path), options), [], [], [1]);
        AssertFaults(WindowReading.Of("stay", Weights(4, path)), [], [], []);
    }

    [Fact]
    public void Where_there_is_hardly_any_weight_the_window_is_nowhere()
    {
        float[][] weights = [[0.5f, 0.1f], [0.004f, 0.005f], [0, 0], [0.005f, 0.006f]];
        Assert.Equal([0, -1, -1, 1], WindowReading.Of("so", weights).Path);
        Assert.Equal([0, 1, -1, 1], WindowReading.Of("so", weights, new() { LeastWeight = 0 }).Path);
    }

    [Fact]
    public void A_window_that_is_nowhere_reads_nothing()
    {
        foreach (var reading in new[] { WindowReading.Of("none", []), WindowReading.Of("none", [new float[4], new float[5]]) })
        {
            Assert.Equal((-1, 0, false), (reading.Furthest, reading.Passed, reading.IsFinished));
            AssertFaults(reading, [], [], []);
        }
    }

    [Fact]
    public void Weights_that_do_not_fit_the_text_are_refused()
    {
        Assert.Throws<ArgumentException>(() => WindowReading.Of(" ", [[1f]]));
        Assert.Throws<ArgumentException>(() => WindowReading.Of("", []));
        Assert.Throws<ArgumentException>(() => WindowReading.Of("abc", [[1f, 0]]));
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowReading.Of("a", [[1f]], new() { LeastSteps = 0 }));
        Assert.Throws<ArgumentOutOfRangeException>(() => WindowReading.Of("a", [[1f]], new() { RepeatSteps = 0 }));
        Assert.Equal(
            "the window's weight at step 1, character 0 is NaN; it must be a finite number, 0 or more",
            Assert.Throws<InputDataException>(() => WindowReading.Of("a", [[1f], [float.NaN]])).Message);
        Assert.Throws<InputDataException>(() => WindowReading.Of("a", [[-0.1f]]));
    }

    private static WindowReading Read(string text, params int[] path) => WindowReading.Of(text, Weights(text.Length, path));

    private static WindowReading ReadAgain(string text, params int[] path) => WindowReading.Of(text, Weights(text.Length, path), new() { RepeatSteps = 3 });

    // All weight on the places of a path.
    private static float[][] Weights(int places, int[] path) => Array.ConvertAll(path, place => Array.ConvertAll([.. Enumerable.Range(0, places)], u => u == place ? 1f : 0));

    private static float[] Gaussian(int places, double centre, double width, double weight) =>
        [.. Enumerable.Range(0, places).Select(u => (float)(weight * Math.Exp(-0.5 * (u - centre) * (u - centre) / width / width)))];

    private static void AssertFaults(WindowReading reading, int[] skipped, int[] repeated, int[] stuck)
    {
        Assert.Equal(skipped, reading.Skipped);
        Assert.Equal(repeated, reading.Repeated);
        Assert.Equal(stuck, reading.Stuck);
    }
}
