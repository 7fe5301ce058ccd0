using System.Runtime.InteropServices;

using ProfessorForcing.Discriminators;
using ProfessorForcing.Forcing;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Optimization;
using ProfessorForcing.Parameters;
using ProfessorForcing.Recurrent;
using ProfessorForcing.Tests.Support;
using ProfessorForcing.Training;

using TorchSharp;

using Method = ProfessorForcing.Forcing.ProfessorForcing;

namespace ProfessorForcing.Tests.Forcing;

[CollectionDefinition(nameof(MemoryTests), DisableParallelization = true)]
public sealed class MemoryCollection;

/// <summary>The garbage collector does not see native tensors: whatever a step makes it must also give back.</summary>
[Collection(nameof(MemoryTests))]
public sealed class MemoryTests
{
    private static readonly GeneratorOptions Generator = new()
    {
        Hidden = 64,
        Embedding = 16,
        Layers = 2,
        InputDropout = 0.1,
        OutputDropout = 0.1,
        LearnedInitialState = true,
    };

    private delegate int MallocTrim(nuint pad);

    public static TheoryData<string> Methods => ["teacher", "scheduled", "professor", "professor, gates closed", "professor, everything on"];

    [Theory]
    [MemberData(nameof(Methods))]
    public void A_step_leaves_no_tensor_behind(string method)
    {
        using var forcing = Make(method);
        for (var step = 1; step <= 20; step++)
        {
            using var outside = torch.NewDisposeScope();
            Run(forcing, step, [8, 3, 8, 1]);
            Assert.Equal(0, outside.DisposablesCount);
        }
    }

    [Theory]
    [InlineData("teacher")]
    [InlineData("scheduled")]
    [InlineData("professor, everything on")]
    public void The_memory_of_the_process_does_not_grow(string method)
    {
        if (!OperatingSystem.IsLinux())
            Assert.Skip("resident memory is read from Linux's /proc");
        using var forcing = Make(method);
        var growth = new List<double>();
        for (var window = 0; window < 5; window++)
        {
            var before = ResidentBytes();
            for (var step = 1; step <= 16; step++)
                Run(forcing, step, [.. Enumerable.Repeat(8, 128)]);
            growth.Add((ResidentBytes() - before) / 1048576.0);
        }
        // The allocator's own ups and downs are larger, but not always up: the hidden states of one layer, kept at each
        // step, would add 4 MiB to every window.
        Assert.True(growth.Min() < 2, $"MiB by window: {string.Join(", ", growth)}");
    }

    [Theory]
    [InlineData(CellKind.Gru, false)]
    [InlineData(CellKind.Gru, true)]
    [InlineData(CellKind.Lstm, false)]
    [InlineData(CellKind.Lstm, true)]
    public void A_layer_that_recomputes_its_gates_needs_much_less_memory(CellKind cell, bool normalized)
    {
        const string Reset = "/proc/self/clear_refs";
        if (!OperatingSystem.IsLinux() || !File.Exists(Reset) || !NativeLibrary.TryLoad("libc.so.6", out var libc) || !NativeLibrary.TryGetExport(libc, "malloc_trim", out var trim))
        {
            Assert.Skip("the largest resident memory is read from Linux's /proc, and free memory given back with glibc's malloc_trim");
            return;
        }
        // The recomputing layer first: memory that the other one gives back may stay with the process.
        var (again, kept) = (Peak(100), Peak(0));
        Assert.True(again < 0.7 * kept, $"{again} MiB with recomputation, {kept} without");

        double Peak(int recomputeSteps)
        {
            using var scope = torch.NewDisposeScope();
            using var parameters = new ParameterSet(torch.CPU);
            var layer = new RecurrentLayer(parameters, "", "", cell, 4, 128, new RandomStream(1, "w"), normalized, recomputeSteps, showsCandidate: false);
            var input = torch.ones(8, 5000, 4);
            // What earlier tests freed may still be with the process, and be used again unseen.
            Marshal.GetDelegateForFunctionPointer<MallocTrim>(trim)(0);
            var before = ResidentBytes();
            File.WriteAllText(Reset, "5");
            Gradients.Of([layer.Run(input, layer.ZeroState(8)).Final.Hidden.sum()], parameters);
            return (StatusBytes("VmHWM:") - before) / 1048576.0;
        }
    }

    [Fact]
    public void Evaluation_and_sampling_leave_nothing_behind()
    {
        using var generator = Small.Generator();
        var set = new SymbolSequences([.. Enumerable.Range(0, 203).Select(i => i % 5L)], 10);
        void Everything()
        {
            ProfessorForcing.Evaluation.LikelihoodEvaluator.Measure(generator, set, batchSize: 4);
            ProfessorForcing.Evaluation.LikelihoodEvaluator.MeasureCarrying(generator, set);
            ProfessorForcing.Evaluation.LikelihoodEvaluator.Score(generator, [1, 2, 3]);
            Sampler.Sample(generator, new SampleRequest { Count = 3, Length = 20, Prompt = [1] });
        }
        Everything();
        var before = DisposeScopeManager.Statistics.ThreadTotalLiveCount;
        Everything();
        Assert.Equal(before, DisposeScopeManager.Statistics.ThreadTotalLiveCount);
    }

    [Fact]
    public void Carrying_the_state_keeps_one_state_not_all()
    {
        using var generator = Small.Generator();
        var counts = new List<long>();
        var set = new SymbolSequences([.. Enumerable.Range(0, 300).Select(i => i % 5L)], 10)
        {
            OnRead = () => counts.Add(DisposeScopeManager.Statistics.ThreadTotalLiveCount),
        };
        ProfessorForcing.Evaluation.LikelihoodEvaluator.MeasureCarrying(generator, set);
        Assert.Equal(30, counts.Count);
        Assert.Single(counts.Skip(2).Distinct());
    }

    private static void Run(IForcingMethod method, int step, int[] lengths)
    {
        using var scope = torch.NewDisposeScope();
        method.Step(Small.Batch((ulong)step, lengths), step, 0.001);
    }

    private static long ResidentBytes()
    {
        GC.Collect();
        GC.WaitForPendingFinalizers();
        GC.Collect();
        return StatusBytes("VmRSS:");
    }

    private static long StatusBytes(string name)
    {
        var line = File.ReadLines("/proc/self/status").Single(line => line.StartsWith(name, StringComparison.Ordinal));
        return long.Parse(line.Split(' ', StringSplitOptions.RemoveEmptyEntries)[1], System.Globalization.CultureInfo.InvariantCulture) * 1024;
    }

    private static IForcingMethod Make(string method)
    {
        var training = new TrainingOptions { ClipNorm = 1 };
        var (generator, random) = (Small.Generator(Generator, hasPositions: true), new RandomStreams(1));
        if (method == "teacher")
            return new TeacherForcing(generator, training, random);
        if (method == "scheduled")
            return new ScheduledSampling(generator, new ScheduledSamplingOptions { Probability = 0.5, Steps = 1 }, training, random);
        var options = method switch
        {
            "professor" => Small.OpenGates,
            "professor, gates closed" => Small.Gates(generatorOpen: false, discriminatorOpen: false),
            _ => Small.OpenGates with
            {
                TeacherWeight = 1,
                AdversarialOptimizer = AdversarialOptimizer.Separate,
                MaxGradientRatio = 0.5,
                SegmentLength = 3,
                Behaviour = Small.SymbolFeatures,
                LabelSmoothing = 0.1,
                StraightThroughClip = true,
            },
        };
        var discriminator = Small.Discriminator(
            options, Generator, new RecurrentDiscriminatorOptions { Hidden = 8, Dropout = 0.1, InstanceNoise = 0.1, OutputProjection = 3 });
        return new Method(generator, discriminator, options, training, random);
    }
}
