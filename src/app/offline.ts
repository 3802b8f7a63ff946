/**
 * Keeps the site for use without a network, where the browser allows it (https, and not the single file, which needs
 * nothing). Loopback is left out: `leaklens open` has a new address each time and would only fill the cache; `?offline`
 * asks for it all the same.
 */
export function registerOffline(): void {
  if (import.meta.env.MODE !== 'production' || !('serviceWorker' in navigator) || !window.isSecureContext) return;
  if (location.protocol !== 'https:' && !new URLSearchParams(location.search).has('offline')) return;
  window.addEventListener('load', () => {
    navigator.serviceWorker.register(new URL('./sw.js', document.baseURI)).catch(() => {
      // The site works without it; some intranets and private windows forbid it.
    });
  });
}
