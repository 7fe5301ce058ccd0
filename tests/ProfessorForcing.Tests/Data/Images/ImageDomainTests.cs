using System.Text.Json.Nodes;

using ProfessorForcing.Configuration;
using ProfessorForcing.Data;
using ProfessorForcing.Data.Images;
using ProfessorForcing.Kernels.Data;

namespace ProfessorForcing.Tests.Data.Images;

public sealed class ImageDomainTests
{
    [Fact]
    public void A_domain_is_restored_from_its_description()
    {
        var domain = ImageDomain.Restore(new ImageDomain(MadeImages.Plane, hasCoordinates: true).Describe());
        Assert.Equal(MadeImages.Plane, domain.Plane);
        Assert.Equal(20, domain.LongestSequence);
        var positions = Assert.IsType<SymbolSpace>(domain.Elements).Positions!;
        Assert.Equal((2, 20), (positions.Width, positions.Count));
        Assert.Equal([-1, -1], positions.Values[..2]);
        // Row 2 of 5, column 1 of 4.
        Assert.Equal(0, positions.Values[18]);
        Assert.Equal(-1 / 3f, positions.Values[19], 1e-6f);
        Assert.Null(Assert.IsType<SymbolSpace>(new ImageDomain(MadeImages.Plane).Elements).Positions);
        Assert.Throws<InputDataException>(() => domain.Open(Split.Train));
        Assert.Throws<InputDataException>(domain.OpenLabelled);
        Assert.Throws<InputDataException>(() => ImageDomain.Restore(new JsonObject { ["height"] = 3, ["width"] = 3 }));
    }

    [Fact]
    public void Independent_pixels_and_five_neighbours_are_counted_by_hand()
    {
        // Four images of two pixels: 00, 01, 11, 11.
        var train = new BinaryImages(new(1, 2), [0, 0, 0, 1, 1, 1, 1, 1]);
        var test = new ImageSet(new(new(1, 2), [1, 0]));
        var domain = new ImageDomain(new(1, 2), open: _ => train);
        var baselines = domain.Baselines();
        // The first pixel has ink in 2 of 4 images, the second in 3; one more of each kind is counted.
        Assert.Equal(("independent pixels", -(Math.Log(3.0 / 6) + Math.Log(2.0 / 6)) / 2), (baselines[0].Name, baselines[0].Nll(test, false)));
        // Nothing before the pixel: six pixels, four of them with ink. Ink at its left: two pixels, both with ink.
        Assert.Equal("pixels given 5 neighbours", baselines[1].Name);
        Assert.Equal(-(Math.Log(4.0 / 8) + Math.Log(1.0 / 4)) / 2, baselines[1].Nll(test, false), 1e-12);
    }

    [Fact]
    public void The_length_of_a_sequence_follows_from_the_size()
    {
        Assert.Equal(240, ExperimentCatalog.Default.Load("mnist-small", ["data.kind=idx", "data.width=30", "data.height=8"]).Data.SequenceLength);
        Assert.Equal(784, ExperimentCatalog.Default.Load("mnist-small", ["data.sequence_length=784"]).Data.SequenceLength);
    }

    [Fact]
    public void Sizes_that_do_not_fit_are_named()
    {
        var errors = Assert.Throws<ConfigurationException>(() => ExperimentCatalog.Default.Load("mnist-small", ["data.sequence_length=100", "data.width=30", "professor.free_running_length=900"])).Errors;
        Assert.Contains("professor.free_running_length (900) is above the 840 pixels that an image has; 0 means equal to it", errors);
        Assert.Contains("data.sequence_length is 100: images of 28 × 30 have 840 pixels (data.height × data.width)", errors);
        Assert.Contains("data.height and data.width are 28 and 30: the images of this set have 28 rows and columns", errors);
        errors = Assert.Throws<ConfigurationException>(() => ExperimentCatalog.Default.Load("mnist-small", ["data.kind=idx", "data.height=500", "data.width=500", "training.sample_count=100"])).Errors;
        Assert.Equal(["training.sample_count is 100: a picture of these samples has place for 81"], errors);
        errors = Assert.Throws<ConfigurationException>(() => ExperimentCatalog.Default.Load("mnist-small", ["data.kind=idx", "data.height=1", "data.width=1"])).Errors;
        Assert.Contains("data.height and data.width are 1 and 1: an image has at least 2 pixels", errors);
    }
}
