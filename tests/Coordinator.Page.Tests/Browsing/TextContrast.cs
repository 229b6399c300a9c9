namespace Coordinator.Page.Tests.Browsing;

/// <summary>Measures every visible text of the page against what it stands on (WCAG 2.2, 1.4.3).</summary>
internal static class TextContrast
{
    /// <summary>Texts below 4.5:1, each with its ratio.</summary>
    public static Task<string[]> TooLowAsync(Window window) => window.RunAsync<string[]>(
        """
        () => {
          const canvas = new OffscreenCanvas(1, 1).getContext('2d', { willReadFrequently: true });
          const rgba = (color) => { canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1); return [...canvas.getImageData(0, 0, 1, 1).data]; };
          const over = (top, below) => top.slice(0, 3).map((c, i) => c * top[3] / 255 + below[i] * (1 - top[3] / 255));
          const luminance = (rgb) => rgb.map((c) => c / 255).map((c) => (c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4)).reduce((sum, c, i) => sum + c * [0.2126, 0.7152, 0.0722][i], 0);
          const behind = (element) => {
            const chain = [];
            for (let e = element; e; e = e.parentElement) chain.unshift(rgba(getComputedStyle(e).backgroundColor));
            return chain.reduce((below, top) => over(top, below), [255, 255, 255]);
          };
          const found = [];
          const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
          for (let node = walker.nextNode(); node; node = walker.nextNode()) {
            const e = node.parentElement;
            if (!node.textContent.trim() || e.closest('.hidden, [hidden], script, style, noscript, template, svg, .skip') || !e.checkVisibility({ visibilityProperty: true })) continue;
            const ground = behind(e);
            const [a, b] = [luminance(over(rgba(getComputedStyle(e).color), ground)), luminance(ground)].sort((x, y) => y - x);
            const ratio = (a + 0.05) / (b + 0.05);
            if (ratio < 4.5) found.push(`${ratio.toFixed(2)} "${node.textContent.trim().slice(0, 40)}" <${e.tagName.toLowerCase()} class="${e.className}">`);
          }
          return found;
        }
        """);
}
