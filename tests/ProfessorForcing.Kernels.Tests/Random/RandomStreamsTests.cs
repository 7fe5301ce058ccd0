using ProfessorForcing.Kernels.Random;

namespace ProfessorForcing.Kernels.Tests.Random;

public sealed class RandomStreamsTests
{
    [Fact]
    public void A_stream_does_not_depend_on_which_others_are_used()
    {
        var alone = new RandomStreams(9);
        var together = new RandomStreams(9);
        for (var i = 0; i < 10; i++)
            together["dropout"].NextUInt64();
        Assert.Equal(alone["sampling"].NextUInt64(), together["sampling"].NextUInt64());
        Assert.Same(together["sampling"], together["sampling"]);
        Assert.Equal(new RandomStream(9, "fresh").NextUInt64(), together["fresh"].NextUInt64());
    }

    [Fact]
    public void Restored_streams_go_on_where_they_were_saved()
    {
        var streams = new RandomStreams(9);
        streams["sampling"].NextUInt64();
        streams["dropout"].NextUInt64();
        var saved = streams.States;
        var expected = streams["sampling"].NextUInt64();

        var other = new RandomStreams(9);
        other["sampling"].NextUInt64();
        other["not saved"].NextUInt64();
        other.Restore(saved);
        Assert.Equal(expected, other["sampling"].NextUInt64());
        Assert.Equal(streams["dropout"].NextUInt64(), other["dropout"].NextUInt64());
        Assert.Equal(new RandomStream(9, "not saved").NextUInt64(), other["not saved"].NextUInt64());
    }

    [Fact]
    public void Saved_states_are_not_changed_by_later_draws()
    {
        var streams = new RandomStreams(9);
        streams["sampling"].NextUInt64();
        var saved = streams.States;
        var before = saved["sampling"];
        streams["sampling"].NextUInt64();
        Assert.Equal(before, saved["sampling"]);
    }

    [Fact]
    public void Restoring_keeps_streams_that_are_held()
    {
        var streams = new RandomStreams(9);
        var held = streams["sampling"];
        var saved = streams.States;
        var expected = held.NextUInt64();
        streams.Restore(saved);
        Assert.Equal(expected, held.NextUInt64());
    }
}
