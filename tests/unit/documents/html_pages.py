"""Saved web pages of the usual kinds, written as the sites of today write them."""

from __future__ import annotations

NEWS = """<!DOCTYPE html>
<html lang="en-GB"><head><meta charset="utf-8">
<title>Harbour bridge reopens after two years - The Daily Courier</title>
<meta property="og:title" content="Harbour bridge reopens after two years">
<meta property="article:published_time" content="2024-05-17T08:30:00+01:00">
<script type="application/ld+json">{"@context": "https://schema.org", "@type": "NewsArticle",
 "headline": "Harbour bridge reopens", "datePublished": "2024-05-17", "author": [{"name": "Jane Doe"}]}</script>
<script>var tracking = "never shown";</script><style>.x { color: red }</style></head>
<body class="has-sidebar">
<div id="cookie-banner" class="cc-window"><p>We use cookies to improve your experience.</p>
<button>Accept all</button></div>
<header class="site-header"><a href="/">The Daily Courier</a>
<nav><ul><li><a href="/uk">UK</a></li><li><a href="/world">World</a></li><li><a href="/sport">Sport</a></li></ul></nav>
</header>
<main><article>
<h1>Harbour bridge reopens after two years</h1>
<p class="byline">By <a href="/jane">Jane Doe</a>, 17 May 2024</p>
<figure><img src="b.jpg" alt="Cars crossing the bridge at dawn"><figcaption>The bridge on Friday morning</figcaption>
</figure>
<p>The harbour bridge was opened to traffic again on Friday, twenty months after a cargo ship had damaged its
second pillar. Engineers replaced more than four hundred bolts.</p>
<h2>What was repaired</h2>
<p>The second pillar now stands on a new foundation, which reaches eleven metres below the river bed.</p>
<div class="newsletter-signup"><p>Get our morning briefing</p><input type="email" placeholder="Your address">
<button>Sign up</button></div>
<blockquote><p>We have waited a long time for this day.</p></blockquote>
<div class="social-share"><a href="#f">Share</a><a href="#t">Tweet</a></div>
</article>
<section id="comments"><h2>Comments</h2><div class="comment"><b>Tom</b><p>About time! My commute took an hour.</p></div>
</section></main>
<aside class="sidebar"><h3>Most read</h3><ol><li><a href="1">Storm warning for the coast</a></li>
<li><a href="2">Minister resigns</a></li></ol></aside>
<footer><p>© 2024 The Daily Courier</p><a href="/imprint">Imprint</a></footer>
</body></html>"""

DOCUMENTATION = """<html><head><title>Configuring the cache &mdash; Example 2.1 documentation</title></head><body>
<div class="related" role="navigation"><h3>Navigation</h3><ul><li><a href="i">index</a></li></ul></div>
<div class="document"><div class="documentwrapper"><div class="bodywrapper"><div class="body" role="main">
<div class="section" id="cache-navigation"><h1>Configuring the cache<a class="headerlink" href="#c">¶</a></h1>
<p>The cache keeps pages until they expire. It is configured by two settings.</p>
<dl class="py function"><dt><code>cache_size</code><a class="headerlink" href="#s">¶</a></dt>
<dd><p>The number of pages to keep, 100 by default.</p></dd>
<dt><code>cache_age</code></dt><dd><p>In seconds.</p></dd></dl>
<div class="highlight"><pre><span></span><span class="n">cache_size</span> <span class="o">=</span> <span>200</span>
<span class="k">if</span> debug:
    <span class="n">cache_age</span> = 0
</pre></div>
<div class="admonition warning"><p class="admonition-title">Warning</p><p>A size of zero turns the cache off.</p></div>
<table class="docutils"><thead><tr><th>Setting</th><th>Unit</th></tr></thead>
<tbody><tr><td><p>cache_size</p></td><td><p>pages</p></td></tr><tr><td><p>cache_age</p></td><td><p>seconds</p></td></tr>
</tbody></table>
</div></div></div></div>
<div class="sphinxsidebar"><h3><a href="#">Table of Contents</a></h3><ul><li><a href="#c">Configuring the cache</a></li>
</ul></div></div>
<div class="footer">Created using a documentation generator.</div></body></html>"""

FORUM = """<html><head><title>Which oil for an old sewing machine? | Makers Forum</title></head><body>
<table width="100%"><tr><td class="navbar"><a href="/">Home</a> <a href="/new">New posts</a> <a href="/m">Members</a>
</td></tr></table>
<div id="content">
<h1>Which oil for an old sewing machine?</h1>
<div class="post"><div class="author">anna_k</div><div class="post-body">I found a 1962 machine in the attic and its
wheel hardly turns. Which oil would you take?<br><br>It is made of cast iron.</div></div>
<div class="post"><div class="author">old_tinkerer</div><div class="post-body"><blockquote>its wheel hardly turns
</blockquote>Clear sewing machine oil, never the one for bicycles: it becomes sticky.</div></div>
</div>
<div class="sidebar"><a href="1">Threads about looms</a> <a href="2">Threads about wool</a> <a href="3">Rules</a></div>
</body></html>"""

WIKI = """<html lang="en" dir="ltr"><head><title>Lapwing - Free Encyclopedia</title></head>
<body class="mediawiki skin-vector-2022"><a class="mw-jump-link" href="#bodyContent">Jump to content</a>
<div class="vector-header-container"><header class="vector-header mw-header"><nav><ul><li><a href="/">Main</a></li>
<li><a href="/r">Random article</a></li></ul></nav></header></div>
<div class="mw-page-container"><div id="mw-panel-toc"><nav class="vector-toc"><h2>Contents</h2><ul>
<li><a href="#t">Taxonomy</a></li></ul></nav></div>
<div class="mw-content-container"><main id="content" class="mw-body">
<h1 id="firstHeading"><span>Lapwing</span></h1>
<div id="bodyContent"><div id="mw-content-text">
<table class="infobox"><tbody><tr><th colspan="2">Lapwing</th></tr>
<tr><td colspan="2"><img alt="A lapwing in a meadow" src="l.jpg"></td></tr>
<tr><th>Class</th><td>Aves</td></tr><tr><th>Family</th><td>Charadriidae</td></tr></tbody></table>
<p>The <b>lapwing</b> is a wader<sup class="reference"><a href="#cite1">[1]</a></sup> of 30&nbsp;cm length that weighs
up to 3*10<sup>2</sup> grams.</p>
<h2><span class="mw-headline" id="t">Taxonomy</span><span class="mw-editsection"><span>[</span><a href="/e">edit</a>
<span>]</span></span></h2>
<p>Linnaeus described it in 1758.</p>
<table class="wikitable"><caption>Measurements</caption><tr><th>Sex</th><th>Wing</th></tr><tr><td>Male</td>
<td>22 cm</td>
</tr></table>
<ol class="references"><li><span class="reference-text">Handbook of Birds, vol. 3.</span></li></ol>
</div><div id="catlinks"><a href="/c">Waders of Europe</a></div></div></main></div></div>
<div id="mw-footer"><ul id="footer-info"><li>This page was last edited on 3 March 2024.</li></ul></div></body></html>"""

# A page of 2001: tables for layout, no names, capital letters, nothing closed.
OLD = """<HTML><HEAD><TITLE>Alpine Club</TITLE></HEAD><BODY BGCOLOR=white>
<TABLE WIDTH=700><TR><TD WIDTH=150 VALIGN=top>
<A HREF=i.htm>Start</A><BR><A HREF=t.htm>Tours</A><BR><A HREF=h.htm>Huts</A><BR><A HREF=c.htm>Contact</A>
<TD VALIGN=top><CENTER><B>Welcome to the Alpine Club</B></CENTER>
<P>The club was founded in 1893 by eleven teachers, who met in the railway restaurant every Thursday evening.
<P>Today it keeps four huts, and each of them is open from the end of June to the middle of September.
<UL><LI>North hut, 2100 m<LI>Lake hut, 1750 m</UL>
</TABLE></BODY></HTML>"""
