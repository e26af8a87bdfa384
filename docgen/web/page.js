(function () {
  "use strict";
  // Written for old browsers: no arrow functions, no let, no template strings, no modules.
  var STEP = 60, MOST = 200;
  var main = document.querySelector("main");
  function id(name) { return document.getElementById(name); }
  function all(where, what) { return Array.prototype.slice.call(where.querySelectorAll(what)); }
  function make(tag, name, text) {
    var node = document.createElement(tag);
    if (name) { node.className = name; }
    if (text) { node.appendChild(document.createTextNode(text)); }
    return node;
  }
  function plain(text) {
    var folded = text.normalize ? text.normalize("NFKC") : text;
    return folded.toLowerCase();
  }

  // ---- one part of the catalogue at a time
  var parts = all(main, "section.part"), links = all(document, "nav a");
  id("tools").hidden = false;
  function open(name) {
    var target = name ? id(name) : null, part = target;
    while (part && part.className !== "part" && part.className !== "part on") { part = part.parentElement; }
    if (!part) { target = part = parts[0]; }
    leave();
    parts.forEach(function (one) { one.className = one === part ? "part on" : "part"; });
    links.forEach(function (one) {
      var here = one.getAttribute("href") === "#" + target.id;
      one.className = here ? "here" : "";
      if (here || one.getAttribute("href") === "#" + part.id) {
        for (var up = one.parentElement; up; up = up.parentElement) {
          if (up.tagName === "DETAILS") { up.open = true; }
        }
      }
    });
    if (target === part) { window.scrollTo(0, 0); } else { target.scrollIntoView(); }
  }
  function leave() {
    main.className = "";
    id("hits").hidden = id("wall").hidden = true;
  }
  // #c07 a category, #c07-2 a third level, #q=words a search, #wall the pictures, #p=12 one of them.
  function go() {
    var name = location.hash.slice(1);
    try { name = decodeURIComponent(name); } catch (error) { name = ""; }
    if (name.slice(0, 2) === "q=") { open(""); search.value = name.slice(2); find(); return; }
    if (name === "wall" || name.slice(0, 2) === "p=") {
      open("");
      openWall();
      if (name !== "wall") { show(Number(name.slice(2)) - 1); }
      return;
    }
    open(name);
  }
  window.addEventListener("hashchange", go);
  links.forEach(function (one) {
    one.addEventListener("click", function () {
      search.value = "";
      if (location.hash === one.getAttribute("href")) { open(location.hash.slice(1)); }
    });
  });

  // ---- search
  var rows = null, texts = null, search = id("search"), timer = 0;
  function index() {
    if (rows) { return; }
    rows = all(main, "tr.i");
    texts = rows.map(function (row) { return plain(row.textContent); });
  }
  function heading(row) {
    var table = row;
    while (table.tagName !== "TABLE") { table = table.parentElement; }
    return table.previousElementSibling;
  }
  function find() {
    var words = plain(search.value).split(/\s+/).filter(function (word) { return word; });
    if (!words.length) { leave(); return; }
    index();
    var found = [], last = null, hits = id("hits");
    texts.forEach(function (text, number) {
      if (words.every(function (word) { return text.indexOf(word) >= 0; })) { found.push(rows[number]); }
    });
    hits.textContent = "";
    hits.appendChild(make("h2", "", found.length ? "找到 " + found.length + " 件" : "没有找到"));
    if (found.length > MOST) {
      hits.appendChild(make("p", "q", "先列出 " + MOST + " 件，多写几个字可以缩小范围。"));
    }
    var table = null;
    found.slice(0, MOST).forEach(function (row) {
      var head = heading(row);
      if (head !== last) {
        last = head;
        var name = make("h3");
        var jump = make("a", "", head.textContent);
        jump.href = "#" + head.id;
        name.appendChild(jump);
        hits.appendChild(name);
        table = make("table", "items");
        hits.appendChild(table);
      }
      table.appendChild(row.cloneNode(true));
    });
    id("wall").hidden = true;
    hits.hidden = false;
    main.className = "busy";
  }
  search.addEventListener("input", function () {
    clearTimeout(timer);
    timer = setTimeout(find, 80);
  });

  // ---- pictures
  var pictures = null, shown = 0, current = -1;
  function caption(link) {
    var said = link.nextElementSibling;
    while (said && said.className !== "c") { said = said.nextElementSibling; }
    if (!said) { return []; }
    return Array.prototype.map.call(said.children, function (one) {
      return [one.firstChild.textContent, one.textContent.slice(one.firstChild.textContent.length)];
    });
  }
  function gather() {
    if (pictures) { return; }
    // Photographs with their captions first, then copies of certificates and the like.
    var first = [], rest = [];
    all(main, "section.part a[data-k]").forEach(function (link) {
      (link.parentElement.querySelector(".c") ? first : rest).push(link);
    });
    pictures = first.concat(rest);
  }
  function title(link) {
    var row = link;
    while (row.tagName !== "TR") { row = row.parentElement; }
    return row.children[1].textContent;
  }
  function tile(link, number) {
    var figure = make("figure"), place = make("span", "p"), said = caption(link), text = make("figcaption");
    var thumb = link.getAttribute("data-t") || (link.getAttribute("data-k") === "image" ? link.getAttribute("href") : "");
    if (thumb) {
      var image = make("img");
      image.loading = "lazy";
      image.alt = said.length ? said[0][1] : link.textContent;
      image.src = thumb;
      place.appendChild(image);
    } else {
      place.appendChild(make("span", "film", "录像"));
    }
    text.appendChild(make("strong", "", said.length ? said[0][1] : title(link)));
    said.slice(1).forEach(function (pair) { text.appendChild(make("span", "", pair[1])); });
    if (!said.length) { text.appendChild(make("span", "", link.textContent)); }
    figure.appendChild(place);
    figure.appendChild(text);
    figure.tabIndex = 0;
    figure.addEventListener("click", function () { show(number); });
    figure.addEventListener("keydown", function (event) { if (event.key === "Enter") { show(number); } });
    return figure;
  }
  function more() {
    var wall = id("wall"), place = wall.querySelector(".pictures"), end = Math.min(shown + STEP, pictures.length);
    for (; shown < end; shown += 1) { place.appendChild(tile(pictures[shown], shown)); }
    wall.querySelector("button").hidden = shown >= pictures.length;
  }
  function openWall() {
    gather();
    var wall = id("wall");
    if (!wall.firstChild) {
      wall.appendChild(make("h2", "", "照片墙　" + pictures.length + " 张（段）"));
      wall.appendChild(make("div", "pictures"));
      var button = make("button", "", "再显示 " + STEP + " 张");
      button.type = "button";
      button.addEventListener("click", more);
      wall.appendChild(button);
      more();
    }
    search.value = "";
    id("hits").hidden = true;
    wall.hidden = false;
    main.className = "busy";
    window.scrollTo(0, 0);
  }
  function show(number) {
    var link = pictures[number], box = id("show"), big = make("div", "big"), side = make("div", "side"), list = make("dl");
    if (!link) { return; }
    current = number;
    box.textContent = "";
    var media = make(link.getAttribute("data-k") === "image" ? "img" : "video");
    if (media.tagName === "VIDEO") { media.controls = true; media.preload = "none"; }
    media.src = link.getAttribute("href");
    big.appendChild(media);
    [["上一张", number - 1], ["下一张", number + 1], ["关闭", -1]].forEach(function (one) {
      var button = make("button", "", one[0]);
      button.type = "button";
      button.disabled = one[0] !== "关闭" && !pictures[one[1]];
      button.addEventListener("click", function () { if (one[0] === "关闭") { hide(); } else { show(one[1]); } });
      side.appendChild(button);
    });
    var said = caption(link);
    (said.length ? said : [["题名", title(link)]]).concat([["文件", link.textContent]]).forEach(function (pair) {
      list.appendChild(make("dt", "", pair[0]));
      list.appendChild(make("dd", "", pair[1]));
    });
    side.appendChild(list);
    var whole = make("a", "", "打开原文件"), line = make("p");
    whole.href = link.getAttribute("href");
    line.appendChild(whole);
    side.appendChild(line);
    box.appendChild(big);
    box.appendChild(side);
    box.hidden = false;
  }
  function hide() {
    id("show").hidden = true;
    id("show").textContent = "";
    current = -1;
  }
  document.addEventListener("keydown", function (event) {
    if (current < 0) { return; }
    if (event.key === "Escape" || event.key === "Esc") { hide(); }
    if (event.key === "ArrowLeft" && pictures[current - 1]) { show(current - 1); }
    if (event.key === "ArrowRight" && pictures[current + 1]) { show(current + 1); }
  });
  main.addEventListener("click", function (event) {
    var link = event.target;
    if (link.tagName !== "A" || !link.getAttribute("data-k") || event.ctrlKey || event.metaKey) { return; }
    gather();
    for (var n = 0; n < pictures.length; n += 1) {
      if (pictures[n].getAttribute("href") === link.getAttribute("href")) { event.preventDefault(); show(n); return; }
    }
  });
  if (document.querySelector("a[data-k]")) {
    id("wall-button").addEventListener("click", openWall);
  } else {
    id("wall-button").hidden = true;
  }
  go();
  // The browser jumps to the anchor when it has loaded the page: the part begins at its top again.
  window.addEventListener("load", function () { setTimeout(go, 0); });
}());
