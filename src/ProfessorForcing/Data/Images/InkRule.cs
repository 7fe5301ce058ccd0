namespace ProfessorForcing.Data.Images;

/// <summary>Which brightness of a picture is ink.</summary>
/// <param name="Threshold">The level, of 0 to 255, from which on a pixel is ink where it is not drawn at random.</param>
/// <param name="IsInverted">Whether dark is ink instead of bright; the level is then counted from white.</param>
public sealed record InkRule(int Threshold = InkRule.Middle, bool IsInverted = false)
{
    /// <summary>The threshold if nobody says another.</summary>
    internal const int Middle = 128;

    /// <summary>Level of ink: 255 for full ink, whether that is bright or dark.</summary>
    internal byte Level(byte brightness) => IsInverted ? (byte)(255 - brightness) : brightness;

    /// <summary>The brightness of a pixel that is ink, or is not.</summary>
    internal byte Brightness(bool isInk) => isInk != IsInverted ? (byte)255 : (byte)0;
}
