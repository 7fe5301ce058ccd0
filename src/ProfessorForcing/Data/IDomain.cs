using System.Text.Json.Nodes;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Data;

/// <summary>
/// A field of application (text, images, …): what sequences are made of, where they come from and how they are shown.
/// Adding a domain means implementing this and a <see cref="DataOptions"/>, nothing else.
/// </summary>
public interface IDomain
{
    /// <summary>What one element is called in reports: "character", "word".</summary>
    string ElementName { get; }

    /// <summary>What an element is.</summary>
    ElementSpace Elements { get; }

    /// <summary>The unit in which the field reports likelihood.</summary>
    LikelihoodUnit Unit { get; }

    /// <summary>File ending of a rendered sample, with the dot.</summary>
    string SampleExtension { get; }

    /// <summary>Whether a rendered sample is UTF-8 text, to be shown as it is.</summary>
    bool RendersText { get; }

    /// <summary>Opens a split.</summary>
    /// <exception cref="InputDataException">The split does not exist, or the data are not at hand (a domain restored from a checkpoint).</exception>
    ISequenceSet Open(Split split);

    /// <summary>Most elements that a sequence can have; null for any number.</summary>
    int? LongestSequence => null;

    /// <summary>Simple models of the training part, from the simplest on.</summary>
    /// <exception cref="InputDataException">The data are not at hand.</exception>
    IReadOnlyList<IBaseline> Baselines();

    /// <summary>What a trained generator needs of the domain when the data are gone (a vocabulary, …); stored with every checkpoint.</summary>
    JsonObject Describe();
}
