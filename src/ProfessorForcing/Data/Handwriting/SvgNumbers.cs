using System.Globalization;
using System.Text.RegularExpressions;

using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data.Handwriting;

/// <summary>Reads commands and numbers of SVG's paths one after the other.</summary>
/// <param name="data">The attribute.</param>
/// <param name="place">What it is called in an error.</param>
internal sealed partial class SvgNumbers(string data, string place)
{
    private int _position;

    /// <summary>Whether nothing follows but white space.</summary>
    public bool IsAtEnd
    {
        get
        {
            while (_position < data.Length && IsSpace(data[_position]))
                _position++;
            return _position == data.Length;
        }
    }

    /// <summary>The letter that follows; null if something else does.</summary>
    public char? Command() => !IsAtEnd && char.IsAsciiLetter(data[_position]) ? data[_position++] : null;

    /// <summary>The number that follows, counted from an origin.</summary>
    /// <exception cref="InputDataException">There is none, or it is too large.</exception>
    public double Next(double origin)
    {
        if (Number().Match(data, _position) is not { Success: true } found)
            throw Error("a number is missing");
        var number = origin + double.Parse(found.Groups["number"].ValueSpan, NumberStyles.Float, CultureInfo.InvariantCulture);
        if (!(Math.Abs(number) <= PenTrace.LargestCoordinate))
            throw Error($"a coordinate is larger than {PenTrace.LargestCoordinate:N0}");
        _position += found.Length;
        return number;
    }

    /// <summary>The two numbers that follow.</summary>
    public SvgPosition Position(SvgPosition origin) => new(Next(origin.X), Next(origin.Y));

    /// <summary>An error that says where it is.</summary>
    public InputDataException Error(string what) => new($"{place}, character {Math.Min(_position + 1, data.Length)}: {what}");

    private static bool IsSpace(char character) => character is ' ' or '\t' or '\n' or '\r' or '\f';

    // A comma may stand before any number: which ones may not have it makes no other picture.
    [GeneratedRegex(@"\G[ \t\n\r\f]*,?[ \t\n\r\f]*(?<number>[+-]?([0-9]+\.?[0-9]*|\.[0-9]+)([eE][+-]?[0-9]+)?)")]
    private static partial Regex Number();
}
