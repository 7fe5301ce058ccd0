using System.Text.Json.Nodes;
using ProfessorForcing.Configuration;
using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Data.Images;
using ProfessorForcing.Discriminators;
using ProfessorForcing.Forcing;
using ProfessorForcing.Recurrent;
using static ProfessorForcing.Tests.Configuration.Sample;

namespace ProfessorForcing.Tests.Configuration;

public sealed class ExperimentCatalogTests : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("catalog").FullName;
    private readonly ExperimentCatalog _catalog = new(Kinds);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private string File(string name, string json)
    {
        var path = Path.Combine(_folder, name);
        System.IO.File.WriteAllText(path, json);
        return path;
    }

    [Fact]
    public void The_experiments_are_embedded_in_the_library() =>
        Assert.Equal(["char-ptb", "char-ptb-small", "handwriting", "handwriting-small", "mnist", "mnist-small", "oracle", "oracle-long", "word-ptb", "word-ptb-small"], ExperimentCatalog.Names);

    [Fact]
    public void Every_embedded_experiment_is_valid_and_named_after_its_file() =>
        Assert.All(ExperimentCatalog.Names, name => Assert.Equal(name, ExperimentCatalog.Default.Load(name).Name));

    [Fact]
    public void The_papers_experiment_with_images_is_what_the_paper_states()
    {
        var options = ExperimentCatalog.Default.Load("mnist");
        Assert.Equal((CellKind.Gru, 3, 512), (options.Generator.Cell, options.Generator.Layers, options.Generator.Hidden));
        Assert.IsType<ConvolutionalDiscriminatorOptions>(options.Discriminator);
        Assert.IsType<BinarizedMnistOptions>(options.Data);
        Assert.Equal((784, 1e-4), (options.Data.SequenceLength, options.Training.LearningRate));
    }

    [Fact]
    public void The_papers_experiment_with_handwriting_is_what_the_paper_states()
    {
        var options = ExperimentCatalog.Default.Load("handwriting");
        Assert.Equal((CellKind.Gru, 1, 400), (options.Generator.Cell, options.Generator.Layers, options.Generator.Hidden));
        Assert.Equal((10, 20), (options.Generator.WindowComponents, options.Generator.Mixtures));
        Assert.Equal((50, 50, 3e-4), (options.Training.TruncateSteps, options.Training.BatchSize, options.Training.LearningRate));
        Assert.Equal((1000, 50), (options.Professor.FreeRunningLength, options.Professor.SegmentLength));
        Assert.IsType<IamOnDbOptions>(options.Data);
    }

    [Fact]
    public void Handwriting_learns_from_fifty_points_of_lines_that_are_read_whole_and_runs_freely_for_a_thousand()
    {
        foreach (var options in new[] { "handwriting", "handwriting-small" }.Select(name => ExperimentCatalog.Default.Load(name)))
        {
            Assert.Equal((2000, 50, 1000), (options.Data.SequenceLength, options.Training.TruncateSteps, options.Professor.FreeRunningLength));
            Assert.Equal((1.0, 1.0), (options.Professor.FreeWeight, options.Professor.TeacherWeight));
        }
        Assert.Contains("teacher_weight", ExperimentCatalog.Default.Load("handwriting").Description, StringComparison.Ordinal);
    }

    [Fact]
    public void The_experiment_of_the_paper_is_what_the_paper_states()
    {
        var options = ExperimentCatalog.Default.Load("char-ptb");
        Assert.Equal((CellKind.Gru, 1, 1024), (options.Generator.Cell, options.Generator.Layers, options.Generator.Hidden));
        var discriminator = Assert.IsType<RecurrentDiscriminatorOptions>(options.Discriminator);
        Assert.Equal((2048, 3, 2048, 10.0), (discriminator.Hidden, discriminator.MlpLayers, discriminator.MlpHidden, discriminator.Clip));
        Assert.Equal((500, 1e-4), (options.Data.SequenceLength, options.Training.LearningRate));
        Assert.Equal([BehaviourFeature.Candidate, BehaviourFeature.Embedding], options.Professor.Behaviour);
        Assert.Equal((1.0, 0.0, 0.75, 0.99), (options.Professor.FreeWeight, options.Professor.TeacherWeight, options.Professor.GeneratorGate, options.Professor.DiscriminatorGate));
        Assert.Equal(0, options.Training.ClipNorm);
        Assert.Contains("as in section 4.2 of the paper", options.Description, StringComparison.Ordinal);
        Assert.Contains("section 4.1's pre-tanh activation, where section 4.2 says hidden states", options.Description, StringComparison.Ordinal);
        Assert.Contains("batch size 32, embedding width 300", options.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void The_small_experiment_says_what_of_it_is_not_the_papers()
    {
        var (paper, small) = (ExperimentCatalog.Default.Load("char-ptb"), ExperimentCatalog.Default.Load("char-ptb-small"));
        Assert.NotEqual(paper.Training.ClipNorm, small.Training.ClipNorm);
        Assert.Equal(paper.Professor.Behaviour, small.Professor.Behaviour);
        Assert.Contains("sizes, sequence length, learning rate and its schedule, clip_norm, the limit on gradient norms", small.Description, StringComparison.Ordinal);
    }

    [Fact]
    public void The_small_experiment_of_images_is_what_its_description_says()
    {
        var (paper, small) = (ExperimentCatalog.Default.Load("mnist"), ExperimentCatalog.Default.Load("mnist-small"));
        Assert.Equal((3, 512, 1e-4), (paper.Generator.Layers, paper.Generator.Hidden, paper.Training.LearningRate));
        Assert.Equal((2, 192, 16), (small.Generator.Layers, small.Generator.Hidden, small.Generator.Embedding));
        var discriminator = Assert.IsType<ConvolutionalDiscriminatorOptions>(small.Discriminator);
        Assert.Equal([32, 64], discriminator.Channels);
        Assert.Equal(3, discriminator.Kernel);
        Assert.Equal([1], small.Professor.BehaviourLayers);
        Assert.Equal((3000, 500, 2e-3, 1.0), (small.Training.Steps, small.Training.ValidationSequences, small.Training.LearningRate, small.Training.ClipNorm));
        Assert.Equal((3e-4, 0.6), (small.Professor.DiscriminatorLearningRate, small.Professor.GeneratorGate));
        foreach (var stated in new[] { "two layers of 192 instead of three of 512", "embedding 16", "two convolutions (32 and 64 channels, windows of 3)", "sees the upper layer only", "3,000 steps",
            "validation on 500 images", "learning rate 2e-3 on a plateau schedule, 3e-4 for the discriminator", "clip_norm", "coordinates", "generator_gate" })
            Assert.Contains(stated, small.Description, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("orcale")]
    [InlineData("../oracle")]
    public void An_unknown_experiment_is_one_line_that_names_the_allowed_ones(string name) =>
        Assert.Equal(
            [$"unknown experiment '{name}'; allowed: char-ptb, char-ptb-small, handwriting, handwriting-small, mnist, mnist-small, oracle, oracle-long, word-ptb, word-ptb-small, or the path of a .json file"],
            ErrorsOf(() => _catalog.Load(name)));

    [Fact]
    public void A_file_may_hold_only_the_differences_from_its_base()
    {
        File("base.json", """{ "name": "base", "data": { "kind": "made", "corpus_seed": 5 }, "training": { "steps": 10, "batch_size": 4 } }""");
        var options = _catalog.Load(File("mine.json", """{ "base": "base.json", "name": "mine", "training": { "steps": 20 } }"""), ["training.log_every=2"]);
        Assert.Equal("mine", options.Name);
        Assert.Equal(new MadeData { CorpusSeed = 5 }, options.Data);
        Assert.Equal((20, 4, 2), (options.Training.Steps, options.Training.BatchSize, options.Training.LogEvery));
    }

    [Fact]
    public void A_base_with_another_kind_of_data_gives_what_both_kinds_have()
    {
        File("base.json", """{ "data": { "kind": "made", "corpus_seed": 5, "sequence_length": 9 } }""");
        var options = _catalog.Load(File("mine.json", """{ "base": "base.json", "data": { "kind": "file", "path": "p" } }"""));
        Assert.Equal(new FileData { Path = "p", SequenceLength = 9 }, options.Data);
    }

    [Fact]
    public void An_embedded_experiment_can_be_the_base_of_a_file()
    {
        var options = _catalog.Load(File("mine.json", """{ "base": "oracle", "data": { "kind": "made" } }"""));
        Assert.Equal("oracle", options.Name);
        Assert.Equal(192, options.Generator.Hidden);
    }

    [Fact]
    public void Bases_that_go_round_in_a_circle_are_refused()
    {
        var first = File("a.json", """{ "base": "b.json" }""");
        File("b.json", """{ "base": "a.json" }""");
        Assert.EndsWith("goes round in a circle", Assert.Single(ErrorsOf(() => _catalog.Load(first))), StringComparison.Ordinal);
    }

    [Fact]
    public void A_base_must_be_a_name() =>
        Assert.EndsWith("base: 3 is not the name of an experiment or file", Assert.Single(ErrorsOf(() => _catalog.Load(File("a.json", """{ "base": 3 }""")))), StringComparison.Ordinal);

    [Fact]
    public void A_missing_file_is_one_line() =>
        Assert.Equal(["experiment file 'no/such.json' does not exist"], ErrorsOf(() => _catalog.Load("no/such.json")));

    [Fact]
    public void A_folder_is_not_a_file()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_folder, "x.json")).FullName;
        Assert.StartsWith($"experiment file '{folder}' cannot be read", Assert.Single(ErrorsOf(() => _catalog.Load(folder))), StringComparison.Ordinal);
    }

    [Fact]
    public void What_is_written_can_be_read_again()
    {
        var options = _catalog.Load(File("a.json", """{ "base": "oracle", "data": { "kind": "made" } }"""));
        var written = _catalog.Write(options);
        Assert.Equal(written.ToJsonString(), _catalog.Write(_catalog.Read(written)).ToJsonString());
    }

    [Fact]
    public void A_discriminator_without_a_kind_is_recurrent_and_another_kind_keeps_what_both_have()
    {
        var catalog = ExperimentCatalog.Default;
        var options = catalog.Load("char-ptb-small", ["discriminator.clip=5", "discriminator.hidden=77"]);
        Assert.Equal((5, 77), (options.Discriminator.Clip, Assert.IsType<RecurrentDiscriminatorOptions>(options.Discriminator).Hidden));
        Assert.Equal("recurrent", (string)catalog.Write(options)["discriminator"]!["kind"]!);
        var images = catalog.Load("mnist-small", ["discriminator.clip=5"]);
        Assert.Equal([32, 64], Assert.IsType<ConvolutionalDiscriminatorOptions>(images.Discriminator).Channels);
        var changed = catalog.Load("mnist-small", ["discriminator.clip=5", "discriminator.kind=recurrent", "discriminator.hidden=9"]);
        Assert.Equal((5, 9), (changed.Discriminator.Clip, Assert.IsType<RecurrentDiscriminatorOptions>(changed.Discriminator).Hidden));
        Assert.Equal(options, catalog.Read(Without(catalog.Write(options))) with { Professor = options.Professor, Data = options.Data });
        Assert.Contains("discriminator.kind: \"none\" is not one of recurrent, convolutional", Assert.Throws<ConfigurationException>(() => catalog.Load("oracle", ["discriminator.kind=none"])).Errors);

        // As configurations were written before there were kinds.
        static JsonObject Without(JsonObject config)
        {
            config["discriminator"]!.AsObject().Remove("kind");
            return config;
        }
    }
}
