using ProfessorForcing.Configuration;
using ProfessorForcing.Native;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Native;

/// <summary>The number of threads is the process's, so no other test runs meanwhile.</summary>
[Collection(nameof(ComputeThreadsTests))]
[CollectionDefinition(nameof(ComputeThreadsTests), DisableParallelization = true)]
public sealed class ComputeThreadsTests
{
    [Fact]
    public void The_number_of_threads_can_be_set_again_and_again()
    {
        NativeLibraries.Initialize();
        var before = get_num_threads();
        try
        {
            Assert.Equal(1, ComputeThreads.Set(1));
            Assert.Equal(1, get_num_threads());
            Assert.Equal(2, ComputeThreads.Set(2));
            Assert.Equal(2, get_num_threads());
            Assert.Equal(1, get_num_interop_threads());
        }
        finally
        {
            ComputeThreads.Set(before);
        }
    }

    [Fact]
    public void Zero_means_all_processors()
    {
        var before = get_num_threads();
        try
        {
            Assert.Equal(Environment.ProcessorCount, ComputeThreads.Set(0));
        }
        finally
        {
            ComputeThreads.Set(before);
        }
    }

    [Theory]
    [InlineData(-1)]
    [InlineData(1025)]
    public void A_number_out_of_range_is_an_error(int threads)
    {
        var error = Assert.Throws<ConfigurationException>(() => ComputeThreads.Set(threads));
        Assert.StartsWith($"threads: {threads} is not allowed", error.Message, StringComparison.Ordinal);
    }
}
