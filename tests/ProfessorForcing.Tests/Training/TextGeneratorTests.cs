using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Data.Text;
using ProfessorForcing.Data.Text.Oracle;
using ProfessorForcing.Generators;
using ProfessorForcing.Kernels.Data;
using ProfessorForcing.Kernels.Models;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Kernels.Sampling;
using ProfessorForcing.Kernels.Storage;
using ProfessorForcing.Outputs;
using ProfessorForcing.Recurrent;
using ProfessorForcing.Storage;
using ProfessorForcing.Tests.Storage;
using ProfessorForcing.Tests.Support;
using ProfessorForcing.Training;

using static TorchSharp.torch;

namespace ProfessorForcing.Tests.Training;

/// <summary>What training saves, read and sampled by the kernels alone.</summary>
public sealed class TextGeneratorTests
{
    [Theory]
    [InlineData(CellKind.Gru, 1, false, false)]
    [InlineData(CellKind.Gru, 2, true, false)]
    [InlineData(CellKind.Gru, 1, true, true)]
    [InlineData(CellKind.Gru, 2, false, true)]
    [InlineData(CellKind.Lstm, 3, true, false)]
    [InlineData(CellKind.Lstm, 2, true, true)]
    public void A_saved_generator_writes_the_same_without_libtorch(CellKind cell, int layers, bool learned, bool normalized)
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Root, "generator.safetensors");
        var options = new ExperimentOptions
        {
            Data = new OracleOptions(),
            Generator = new() { Cell = cell, Layers = layers, Hidden = 21, Embedding = 9, LearnedInitialState = learned, LayerNorm = normalized },
        };
        var domain = options.Data.Open(new DataLocator());
        using var generator = new RecurrentGenerator(options.Generator, (SymbolSpace)domain.Elements, new RandomStream(1, "weights"), CPU);
        Networks.Perturb(generator.Parameters, "", new RandomStream(2, "noise"), 0.3);
        SafetensorsWriter.Write(path, new(StoredParameters.ToStored(generator.Parameters), TrainedGenerator.Metadata(options, domain, ExperimentCatalog.Kinds)));
        var text = (ITextDomain)domain;
        var request = new SampleRequest
        {
            Length = 80,
            Seed = 11,
            Prompt = text.Encode("the "),
            Sampling = new SamplingOptions { Temperature = 0.7, TopK = 12, TopP = 0.95 },
        };

        using var loaded = TextGenerator.Load(folder.Root);
        var sampling = new SymbolSampling { Temperature = 0.7, TopK = 12, TopP = 0.95 };
        Assert.Equal(text.Decode(Sampler.Sample(generator, request)[0]), string.Concat(loaded.Sample(80, "the ", 11, sampling)));
        Assert.Throws<InputDataException>(() => loaded.Sample(3, "\u20ac"));
        var late = loaded.Sample(3);
        loaded.Dispose();
        Assert.Throws<ObjectDisposedException>(() => late.First());
    }

    [Fact]
    public void A_file_that_holds_no_generator_is_refused_by_name()
    {
        using var folder = new TemporaryFolder();
        var path = Path.Combine(folder.Root, "other.safetensors");
        SafetensorsWriter.Write(path, new(new Dictionary<string, StoredTensor>()));
        Assert.Contains(path, Assert.Throws<SafetensorsException>(() => TextGenerator.Load(path)).Message, StringComparison.Ordinal);

        var options = new ExperimentOptions { Data = new OracleOptions() };
        var metadata = TrainedGenerator.Metadata(options, options.Data.Open(new DataLocator()), ExperimentCatalog.Kinds);
        SafetensorsWriter.Write(path, new(new Dictionary<string, StoredTensor>(), metadata));
        Assert.Contains("recurrent.weight_ih_l0", Assert.Throws<SafetensorsException>(() => TextGenerator.Load(path)).Message, StringComparison.Ordinal);
        var odd = metadata.ToDictionary(pair => pair.Key, pair => pair.Key == GeneratorMetadata.Config ? """{"generator": {"cell": "gru", "hidden": "many"}}""" : pair.Value);
        SafetensorsWriter.Write(path, new(new Dictionary<string, StoredTensor>(), odd));
        Assert.Contains("describes no generator", Assert.Throws<SafetensorsException>(() => TextGenerator.Load(path)).Message, StringComparison.Ordinal);
    }
}
