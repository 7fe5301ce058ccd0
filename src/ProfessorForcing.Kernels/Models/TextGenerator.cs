using System.Text.Json.Nodes;

using ProfessorForcing.Kernels.Data.Text;
using ProfessorForcing.Kernels.Random;
using ProfessorForcing.Kernels.Recurrent;
using ProfessorForcing.Kernels.Sampling;
using ProfessorForcing.Kernels.Storage;

namespace ProfessorForcing.Kernels.Models;

/// <summary>
/// A trained generator of text, ready to write: read from a checkpoint's <c>generator.safetensors</c>, without libtorch. Samples are
/// those of <c>professor sample</c> on the CPU for the same seed. Several threads may sample at the same time; dispose of it when none does.
/// </summary>
public sealed unsafe class TextGenerator : IDisposable
{
    private const string FileName = "generator.safetensors";

    private readonly StoredWeights _weights;
    private readonly SymbolNetwork _network;

    private bool _isDisposed;

    private TextGenerator(StoredWeights weights, SymbolNetwork network, Vocabulary vocabulary) =>
        (_weights, _network, Vocabulary) = (weights, network, vocabulary);

    /// <summary>The generator's symbols: characters or words.</summary>
    public Vocabulary Vocabulary { get; }

    /// <summary>Reads a generator.</summary>
    /// <param name="path">A checkpoint's folder, or the file <c>generator.safetensors</c> of one.</param>
    /// <exception cref="SafetensorsException">The file cannot be read, or holds no generator of text.</exception>
    /// <exception cref="ProfessorForcing.Kernels.Data.InputDataException">Its vocabulary is malformed.</exception>
    public static TextGenerator Load(string path)
    {
        using var file = SafetensorsReader.Open(Directory.Exists(path) ? Path.Combine(path, FileName) : path);
        if (GeneratorMetadata.Read(file, GeneratorMetadata.Domain)["vocabulary"] is not JsonObject symbols)
            throw new SafetensorsException($"{file.Path}: its elements are no text");
        var vocabulary = Vocabulary.FromJson(symbols);
        var weights = new StoredWeights(file);
        try
        {
            return new TextGenerator(weights, Network(weights, GeneratorMetadata.Read(file, GeneratorMetadata.Config)["generator"], vocabulary.Count), vocabulary);
        }
        catch
        {
            weights.Dispose();
            throw;
        }
    }

    /// <summary>Writes a text, piece by piece: each character or word as it is drawn.</summary>
    /// <param name="length">How many symbols are drawn.</param>
    /// <param name="prompt">What the text goes on from; it is read, not given back.</param>
    /// <param name="seed">The same seed gives the same text.</param>
    /// <param name="sampling">How symbols are drawn.</param>
    /// <exception cref="ProfessorForcing.Kernels.Data.InputDataException">The prompt has a symbol that the vocabulary lacks.</exception>
    public IEnumerable<string> Sample(int length, string prompt = "", ulong seed = 1, SymbolSampling? sampling = null)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(length);
        var given = Vocabulary.Encode(prompt, "the prompt");
        return Draw(length, given, new RandomStream(seed, "sample/0"), sampling ?? SymbolSampling.Default);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        _isDisposed = true;
        _weights.Dispose();
    }

    private IEnumerable<string> Draw(int length, int[] given, RandomStream random, SymbolSampling sampling)
    {
        ObjectDisposedException.ThrowIf(_isDisposed, this);
        using var stream = new SymbolStream(_network, 1, sampling);
        foreach (var symbol in given)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            stream.Give(symbol);
        }
        var (uniform, drawn) = (new float[1], new long[1]);
        for (var t = 0; t < length; t++)
        {
            ObjectDisposedException.ThrowIf(_isDisposed, this);
            uniform[0] = random.NextSingle();
            stream.Next(uniform, drawn);
            yield return Vocabulary.Decode(drawn);
        }
    }

    private static SymbolNetwork Network(StoredWeights weights, JsonNode? options, int symbols)
    {
        try
        {
            return Interpret(weights, options, symbols);
        }
        // A member that is missing, or of another type.
        catch (Exception exception) when (exception is InvalidOperationException or NullReferenceException or FormatException or ArgumentException)
        {
            throw new SafetensorsException($"{weights.Path}: {GeneratorMetadata.Config} describes no generator", exception);
        }
    }

    private static SymbolNetwork Interpret(StoredWeights weights, JsonNode? options, int symbols)
    {
        var isLstm = (string?)options?["cell"] switch
        {
            "gru" => false,
            "lstm" => true,
            var other => throw new SafetensorsException($"{weights.Path}: there are no kernels for the recurrence '{other}'"),
        };
        var (units, width, count) = ((int)options!["hidden"]!, (int)options["embedding"]!, (int)options["layers"]!);
        ArgumentOutOfRangeException.ThrowIfLessThan(count, 1);
        var gates = (isLstm ? 4 : 3) * units;
        var isNormalized = (bool?)options["layer_norm"] ?? false;
        var learned = (bool?)options["learned_initial_state"] ?? false;
        return new SymbolNetwork
        {
            Cell = isLstm ? RecurrentCell.Lstm : RecurrentCell.Gru,
            Symbols = symbols,
            Units = units,
            Layers = [.. Enumerable.Range(0, count).Select(layer => (Layer: layer, Inputs: layer == 0 ? width : units)).Select(it => new LayerWeights
            {
                Inputs = it.Inputs,
                InputWeight = weights.Get($"recurrent.weight_ih_l{it.Layer}", gates, it.Inputs),
                HiddenWeight = weights.Get($"recurrent.weight_hh_l{it.Layer}", gates, units),
                InputBias = weights.Get($"recurrent.bias_ih_l{it.Layer}", gates),
                HiddenBias = weights.Get($"recurrent.bias_hh_l{it.Layer}", gates),
                InputGain = isNormalized ? weights.Get($"recurrent.norm_ih_l{it.Layer}", gates) : null,
                HiddenGain = isNormalized ? weights.Get($"recurrent.norm_hh_l{it.Layer}", gates) : null,
                CellGain = isNormalized && isLstm ? weights.Get($"recurrent.norm_c_l{it.Layer}", units) : null,
                CellBias = isNormalized && isLstm ? weights.Get($"recurrent.norm_c_bias_l{it.Layer}", units) : null,
                InitialHidden = learned ? weights.Get($"initial_hidden_l{it.Layer}", units) : null,
                InitialCell = learned && isLstm ? weights.Get($"initial_cell_l{it.Layer}", units) : null,
            })],
            Embedding = weights.Get("embedding.weight", symbols, width),
            OutputWeight = weights.Get("output.weight", symbols, units),
            OutputBias = weights.Get("output.bias", symbols),
        };
    }
}
