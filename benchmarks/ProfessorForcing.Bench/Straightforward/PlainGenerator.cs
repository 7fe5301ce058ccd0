using TorchSharp.Modules;

using static TorchSharp.torch;

namespace ProfessorForcing.Bench.Straightforward;

/// <summary>A generator of symbols as one would write it with torch's modules: embedding, nn.GRU over sequences and nn.GRUCell step by step, softmax.</summary>
public sealed class PlainGenerator : nn.Module
{
    private readonly Embedding _embedding;
    private readonly GRU _gru;
    private readonly GRUCell _cell;
    private readonly Linear _output;
    private readonly int _hidden;
    private readonly int _width;

    /// <summary>Makes a generator with torch's initial weights.</summary>
    /// <param name="symbols">V.</param>
    /// <param name="embedding">E.</param>
    /// <param name="hidden">H.</param>
    public PlainGenerator(int symbols, int embedding, int hidden)
        : base(nameof(PlainGenerator))
    {
        (_hidden, _width) = (hidden, embedding);
        _embedding = nn.Embedding(symbols, embedding);
        _gru = nn.GRU(embedding, hidden, batchFirst: true);
        _output = nn.Linear(hidden, symbols);
        _cell = nn.GRUCell(embedding, hidden);
        RegisterComponents();
        // One set of weights for whole sequences and for single steps; the trained parameters are the GRU's.
        (_cell.weight_ih, _cell.weight_hh) = (_gru.Weight("weight_ih_l0"), _gru.Weight("weight_hh_l0"));
        (_cell.bias_ih, _cell.bias_hh) = (_gru.Weight("bias_ih_l0"), _gru.Weight("bias_hh_l0"));
    }

    /// <summary>What is trained, in the order and under the names of <c>ProfessorForcing.Generators.RecurrentGenerator</c>.</summary>
    public IReadOnlyList<(string Name, Parameter Value)> Trained =>
    [
        ("embedding.weight", _embedding.weight!),
        .. _gru.Weights(),
        ("output.weight", _output.weight!),
        ("output.bias", _output.bias!),
    ];

    /// <summary>Reads given sequences.</summary>
    /// <param name="symbols">y: int64 [N, T].</param>
    /// <returns>Logits [N, T, V] of each symbol given those before it, and the states with the embeddings read, [N, T, H + E].</returns>
    public (Tensor Logits, Tensor Behaviour) Read(Tensor symbols)
    {
        var rows = symbols.shape[0];
        var start = zeros(rows, 1, _width);
        var read = cat([start, _embedding.call(symbols.narrow(1, 0, symbols.shape[1] - 1))], 1); // [N, T, E]
        var (hidden, _) = _gru.call(read);                                                       // [N, T, H]
        return (_output.call(hidden), cat([hidden, read], -1));
    }

    /// <summary>Runs on its own samples, with gradient through the states if gradients are on.</summary>
    /// <param name="rows">N.</param>
    /// <param name="steps">T.</param>
    /// <returns>The samples, int64 [N, T], and the states with the embeddings read, [N, T, H + E].</returns>
    public (Tensor Symbols, Tensor Behaviour) Run(int rows, int steps)
    {
        var state = zeros(rows, _hidden);
        var read = zeros(rows, _width);
        var (symbols, behaviour) = (new Tensor[steps], new Tensor[steps]);
        for (var t = 0; t < steps; t++)
        {
            state = _cell.call(read, state);                                                     // [N, H]
            behaviour[t] = cat([state, read], -1);
            symbols[t] = Draw(_output.call(state));                                              // [N]
            read = _embedding.call(symbols[t]);                                                  // [N, E]
        }
        return (stack(symbols, 1), stack(behaviour, 1));
    }

    /// <summary>Goes on for one step without gradient.</summary>
    /// <param name="symbols">What is read: int64 [N]; null for the start.</param>
    /// <param name="state">h: [N, H].</param>
    /// <returns>The next symbols, [N], and states.</returns>
    public (Tensor Symbols, Tensor State) Step(Tensor? symbols, Tensor state)
    {
        using var noGradient = no_grad();
        var next = _cell.call(symbols is null ? zeros(state.shape[0], _width) : _embedding.call(symbols), state);
        return (Draw(_output.call(next)), next);
    }

    private static Tensor Draw(Tensor logits)
    {
        using var noGradient = no_grad();
        return multinomial(nn.functional.softmax(logits, -1), 1).squeeze(-1);
    }
}
