using ProfessorForcing.Data.Handwriting;
using ProfessorForcing.Data.Images;
using ProfessorForcing.Data.Text;
using ProfessorForcing.Data.Text.Oracle;

namespace ProfessorForcing.Data;

/// <summary>The values of <c>data.kind</c> and the options record of each. Adding a kind of data is adding a line here.</summary>
public static class DataKinds
{
    /// <summary>Every kind with its record, in the order in which they are listed to people.</summary>
    public static IReadOnlyList<KeyValuePair<string, Type>> All { get; } =
    [
        new("oracle", typeof(OracleOptions)),
        new("text", typeof(TextOptions)),
        new("ptb", typeof(PtbOptions)),
        new("binarized_mnist", typeof(BinarizedMnistOptions)),
        new("idx", typeof(IdxOptions)),
        new("png", typeof(PngOptions)),
        new("iam_ondb", typeof(IamOnDbOptions)),
        new("hershey", typeof(HersheyOptions)),
        new("strokes", typeof(StrokeOptions)),
    ];

    /// <summary>The record of a kind, or null if there is no such kind.</summary>
    public static Type? TypeOf(string kind) => All.FirstOrDefault(pair => pair.Key == kind).Value;

    /// <summary>The kind of a record.</summary>
    /// <exception cref="ArgumentException">The record is not registered.</exception>
    public static string NameOf(Type options) => All.FirstOrDefault(pair => pair.Value == options).Key
        ?? throw new ArgumentException($"{options} is not a registered kind of data.", nameof(options));
}
