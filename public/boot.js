/* Runs before everything else, in the oldest dialect there is: says what a browser lacks instead of a white page. */
(function () {
  var zh = /^zh/i.test(navigator.language || '');

  /* Before the first paint; the page then follows what was chosen in it. */
  if (window.matchMedia && window.matchMedia('(prefers-color-scheme: dark)').matches) {
    document.documentElement.setAttribute('data-theme', 'dark');
  }

  function show(lines) {
    var root = document.getElementById('root');
    if (!root || root.firstChild) return;
    /* The page finds no place to start in, so what stands here stays. */
    var box = document.createElement('div');
    box.setAttribute('role', 'alert');
    box.id = 'boot-problem';
    box.style.cssText = 'max-width:40em;margin:4em auto;padding:0 1em;font:16px/1.5 system-ui,sans-serif';
    for (var i = 0; i < lines.length; i++) {
      var line = document.createElement(i === 0 ? 'h1' : 'p');
      if (i === 0) line.style.cssText = 'font-size:20px';
      line.appendChild(document.createTextNode(lines[i]));
      box.appendChild(line);
    }
    root.parentNode.replaceChild(box, root);
  }

  /* "interactive" comes before deferred scripts run, DOMContentLoaded after them. */
  function whenReady(then) {
    if (document.getElementById('root')) then();
    else document.addEventListener('readystatechange', then);
  }

  var missing = [];
  function need(name, there) {
    if (!there) missing.push(name);
  }
  need('JavaScript modules', 'noModule' in document.createElement('script'));
  need('Promise', typeof Promise === 'function' && 'allSettled' in Promise);
  need('Worker', typeof Worker === 'function');
  need('Blob', typeof Blob === 'function' && 'stream' in Blob.prototype && 'arrayBuffer' in Blob.prototype);
  need('URL.createObjectURL', typeof URL === 'function' && typeof URL.createObjectURL === 'function');
  need('ReadableStream', typeof ReadableStream === 'function');
  need('TextDecoder', typeof TextDecoder === 'function');
  need('BigInt64Array', typeof BigInt === 'function' && typeof BigInt64Array === 'function');
  need('ResizeObserver', typeof ResizeObserver === 'function');
  need('WeakRef', typeof WeakRef === 'function');
  need('globalThis', typeof globalThis === 'object');

  var versions = zh
    ? '可用 Chrome/Chromium 90、Firefox 91 或更新的版本。'
    : 'Chrome or Chromium 90, Firefox 91 or newer will do.';

  if (missing.length > 0) {
    whenReady(function () {
      show(
        zh
          ? ['此浏览器无法运行 Leaklens', '缺少：' + missing.join('、'), versions]
          : ['This browser cannot run Leaklens', 'Missing: ' + missing.join(', '), versions]
      );
    });
    return;
  }

  window.addEventListener(
    'error',
    function (event) {
      var target = event.target;
      var what = event.message || (target && target.src ? String(target.src) : '');
      whenReady(function () {
        show(
          zh
            ? ['Leaklens 未能启动', '原因：' + what, versions]
            : ['Leaklens could not start', 'Reason: ' + what, versions]
        );
      });
    },
    true
  );
})();
