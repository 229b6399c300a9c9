using System.Xml.Linq;
using Azure.Storage.Blobs;
using Microsoft.AspNetCore.DataProtection.Repositories;

namespace Coordinator.Connections.Blobs;

/// <summary>
/// The keys of data protection as blobs beside the runs, one each, shared by all instances. They are read at start and once a day, and a new one comes every 90 days.
/// The library's own packages for this need a vault or are not maintained with it; the interface cannot wait for what is asynchronous.
/// </summary>
public sealed class BlobKeyRing : IXmlRepository
{
    private const string Folder = "keys/";

    private readonly BlobContainerClient _container;

    internal BlobKeyRing(BlobContainerClient container) => _container = container;

    public static BlobKeyRing Open(BlobRunMemoryOptions options) => new(BlobContainers.Open(options));

    public IReadOnlyCollection<XElement> GetAllElements()
    {
        _container.CreateIfNotExists();
        return [.. _container.GetBlobs(prefix: Folder, traits: default, states: default, cancellationToken: default).Select(blob => XElement.Parse(_container.GetBlobClient(blob.Name).DownloadContent().Value.Content.ToString()))];
    }

    public void StoreElement(XElement element, string friendlyName) =>
        _container.GetBlobClient($"{Folder}{friendlyName}.xml").Upload(BinaryData.FromString(element.ToString(SaveOptions.DisableFormatting)), overwrite: true);
}
