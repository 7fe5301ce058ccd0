using System.Runtime.ExceptionServices;

using static TorchSharp.torch;

namespace ProfessorForcing.Autograd;

/// <summary>
/// The backward part of our functions. libtorch calls it from native code, through which no exception can pass: what happens there is
/// kept, and thrown again by whoever asked for gradients (<see cref="Optimization.Gradients"/>). Nor does it say when it has taken
/// the gradients it is given: they are let go of at the next call. As it copies what somebody else still holds, large gradients of leaves
/// do not pass through it.
/// </summary>
internal static class Backpropagation
{
    [ThreadStatic]
    private static int _depth;

    [ThreadStatic]
    private static ExceptionDispatchInfo? _error;

    [ThreadStatic]
    private static bool _retains;

    [ThreadStatic]
    private static List<Tensor?>? _given;

    [ThreadStatic]
    private static LeafGradients? _leaves;

    /// <summary>Whether the graph that is being differentiated on this thread is needed again; if not, what it holds can be used up.</summary>
    public static bool GraphIsRetained => _depth == 0 || _retains;

    /// <summary>Differentiates, and throws what went wrong in our functions meanwhile.</summary>
    /// <param name="differentiate">What libtorch is to do.</param>
    /// <param name="retainGraph">Whether the graph is needed again.</param>
    /// <param name="leaves">Receives the gradients of leaves that do not pass through libtorch; null if all do.</param>
    public static void Watch(Action differentiate, bool retainGraph, LeafGradients? leaves = null)
    {
        _depth++;
        (_error, _retains) = (null, retainGraph);
        (var outer, _leaves) = (_leaves, leaves);
        try
        {
            differentiate();
        }
        catch (Exception) when (_error is not null)
        {
            // It came of the first error, which says more.
        }
        finally
        {
            _depth--;
            _leaves = outer;
            LetGo();
        }
        var error = _error;
        _error = null;
        error?.Throw();
    }

    /// <summary>Runs a backward function; without gradients if it fails and somebody watches.</summary>
    /// <param name="upstream">What libtorch gave; used up.</param>
    /// <param name="results">How many gradients the function gives.</param>
    /// <param name="backward">From upstream gradients, null where there are none, to the inputs' gradients.</param>
    public static List<Tensor> Run(IReadOnlyList<Tensor> upstream, int results, Func<Tensor?[], List<Tensor?>> backward)
    {
        LetGo();
        using var scope = NewDisposeScope();
        try
        {
            var gradients = backward([.. upstream.Select(gradient => gradient is null || gradient.IsInvalid ? null : gradient.contiguous())]);
            foreach (var gradient in gradients)
                gradient?.DetachFromDisposeScope();
            _given = gradients;
            return gradients!;
        }
        catch (Exception exception) when (_depth > 0)
        {
            _error ??= ExceptionDispatchInfo.Capture(exception);
            return [.. new Tensor[results]];
        }
        finally
        {
            foreach (var gradient in upstream)
                gradient?.Dispose();
        }
    }

    /// <summary>What a backward function gives for an input that may be one of the leaves whose gradients are asked for.</summary>
    /// <param name="input">The input.</param>
    /// <param name="gradient">Its gradient.</param>
    /// <returns>The gradient, or null if it is taken already.</returns>
    public static Tensor? Give(Tensor input, Tensor? gradient) => gradient is null || _leaves?.Take(input, gradient) != true ? gradient : null;

    private static void LetGo()
    {
        foreach (var gradient in _given ?? [])
            gradient?.Dispose();
        _given = null;
    }
}
